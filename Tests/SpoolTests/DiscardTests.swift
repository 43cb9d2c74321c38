import Dossiers
import Exchange
import Foundation
import Spool
import TestSupport
import Testing

/// A dossier that was opened by mistake goes out of sight, and stays for a while.
@Suite struct DiscardTests {
    private let code = Office.code(1)
    private static let week = Duration.seconds(7 * 86_400)

    @Test func `A discarded dossier is in no list, and comes back with all its pages`() async throws {
        try await withOffice { office in
            try await office.open(code)
            let ids = [try await office.add(1, to: code), try await office.add(2, to: code)]
            try await office.correct(code, .remove([ids[1]]))
            let before = try await office.dossier(code)
            try await office.spool.discard(code, by: "minh.nv", now: Office.noon)
            #expect(try await office.spool.dossier(code) == nil)
            #expect(try await office.spool.openDossiers().isEmpty)
            #expect(try await office.spool.paperHabits(procedure: nil).isEmpty)
            #expect(try await office.spool.recentProcedures().isEmpty)
            #expect(try await office.spool.strayPages().isEmpty)
            for change in [
                { try await office.scan(3, into: code) }, { try await office.seal(code) },
            ] as [() async throws -> ContentDigest] {
                await refuses("dossierNotFound") { _ = try await change() }
            }
            await #expect(throws: SpoolError.self) { try await office.spool.discard(code, by: "lan.tt") }
            try await office.open(code)
            #expect(try await office.dossier(code).papers == before.papers)
            #expect(
                try await office.spool.history(of: code).map(\.action) == [
                    .opened, .corrected(.removed), .discarded, .broughtBack,
                ])
            try await office.seal(code)
        }
    }

    @Test func `After the time to keep it a discarded dossier is gone with its pages, but not who discarded it`()
        async throws
    {
        try await withOffice { office in
            try await office.open(code)
            try await office.scan(1, into: code)
            try await office.scan(2, into: code, awaitsBack: true)
            try await office.open(Office.code(2))
            try await office.scan(1, into: Office.code(2))
            try await office.spool.discard(code, by: "minh.nv", now: Office.noon)
            let end = Office.noon.addingTimeInterval(7 * 86_400)
            #expect(try await office.spool.deleteDiscarded(keeping: Self.week, now: end - 1) == 0)
            #expect(try await office.spool.deleteDiscarded(keeping: Self.week, now: end) == 1)
            #expect(try await office.spool.strayPages() == [Office.digest(2)], "the other dossier has page 1")
            #expect(try await office.spool.history(of: code).last?.by == "minh.nv")
            // The code begins anew.
            try await office.open(code)
            #expect(try await office.dossier(code).pageCount == 0)
            #expect(try await office.spool.recover().isEmpty)
        }
    }

    @Test func `What was sealed once is not discarded`() async throws {
        try await withOffice { office in
            try await office.submit(code, [1])
            await refuses("dossierIsSealed") { try await office.spool.discard(code, by: "lan.tt") }
            try await office.open(code, [], extending: true)
            await refuses("dossierWasSealed") { try await office.spool.discard(code, by: "lan.tt") }
            await #expect(throws: SpoolError.self) { try await office.spool.discard(Office.code(9), by: "lan.tt") }
        }
    }
}
