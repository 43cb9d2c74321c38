import ContentStore
import Dossiers
import Exchange
import Foundation
import Spool
import TestSupport
import Testing

/// What the desk shows of the day.
@Suite struct FiguresTests {
    @Test func `A refused dossier does not wait, and an extended one counts the pages of the day alone`() async throws {
        try await withOffice { office in
            let (refused, extended) = (Office.code(1), Office.code(2))
            let digest = try await office.submit(refused, [1])
            try await office.submit(extended, [2, 3])
            let today = try await office.spool.figures(since: Office.noon)
            #expect((today.dossiers, today.underWay, today.pages) == (2, 2, 3))
            try await office.receive(digest, .refused)
            let after = try await office.spool.figures(since: Office.noon)
            #expect((after.dossiers, after.underWay, after.refused, after.confirmed) == (2, 1, 1, 0))

            // The next day a paper is added.
            let morning = Office.noon.addingTimeInterval(86_400)
            try await office.spool.openDossier(
                Office.dossier(extended), operatorName: "lan.tt", sheetsExpected: nil,
                drafts: [Office.paper("phieu")], extending: true, now: morning)
            let bytes = SampleContent.bytes(4, count: 200)
            try office.spool.pages.put(bytes)
            var page = SampleContent.page(bytes)
            page.scannedAt = morning
            try await office.spool.addPage(page, to: extended, startsSheet: true, now: morning)
            #expect(try await office.spool.figures(since: morning).pages == 1, "scanned, not finished yet")
            _ = try await office.spool.seal(extended, with: office.credentials, now: morning)
            let next = try await office.spool.figures(since: morning)
            #expect((next.dossiers, next.underWay, next.pages) == (1, 1, 1))
        }
    }
}
