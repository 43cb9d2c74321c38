import Dossiers
import Exchange
import Foundation
import Spool
import TestSupport
import Testing

/// Papers that are added, changed, moved, removed and reused, and what is known of the dossier itself.
@Suite struct PaperChangeTests {
    private let code = Office.code(1)

    private func reused(_ type: String = "giay-chung-sinh") -> DocumentDraft {
        var document = Document.reused("H51-210301-0001", from: Office.digest(9), site: "xa-tham-don")
        document.type = type
        return DocumentDraft(document: document)
    }

    private func types(_ office: Office) async throws -> [String] {
        try await office.dossier(code).papers.map(\.document.type)
    }

    @Test func `Papers are added one by one while the stack is scanned`() async throws {
        try await withOffice { office in
            try await office.open(code, [])
            for (number, type) in ["a", "b", "c"].enumerated() {
                try await office.spool.addPaper(Office.paper(type), to: code, by: "lan.tt")
                for page in 0..<2 { try await office.add(UInt64(number * 2 + page + 1), to: code) }
            }
            #expect(try await types(office) == ["a", "b", "c"])
            #expect(try await office.seeds(in: code) == [[1, 2], [3, 4], [5, 6]])
            try await office.seal(code)
            await #expect(throws: SpoolError.self) {
                try await office.spool.addPaper(Office.paper("d"), to: code, by: "lan.tt")
            }
        }
    }

    @Test func `What is said of a paper changes with its pages in it, and the history says what`() async throws {
        try await withOffice { office in
            try await office.open(code)
            try await office.add(1, to: code)
            let paper = try await office.dossier(code).papers[0]
            var draft = DocumentDraft(document: paper.document, sheets: 1)
            draft.document.number = "12/2021"
            draft.document.issuedOn = CalendarDay("2021-06-01")
            draft.document.role = .result
            try await office.spool.changePaper(paper.id, of: code, to: draft, by: "lan.tt", now: Office.noon)
            let changed = try await office.dossier(code).papers[0]
            #expect(changed.document.number == "12/2021")
            #expect(changed.document.pages == paper.document.pages)
            #expect(changed.sheets == 1)
            #expect(try await office.corrections(of: code) == ["paperChanged role, number, issuedOn"])
            // Saying the same again, and the number of sheets, are no corrections.
            try await office.spool.changePaper(paper.id, of: code, to: draft, by: "lan.tt")
            #expect(try await office.corrections(of: code).count == 1)
            draft.document.number = "a\nb"
            await #expect(throws: SpoolError.self) {
                try await office.spool.changePaper(paper.id, of: code, to: draft, by: "lan.tt")
            }
            draft.document.number = nil
            draft.document.reuse = reused().document.reuse
            draft.document.role = .component
            await #expect(throws: SpoolError.self) {
                try await office.spool.changePaper(paper.id, of: code, to: draft, by: "lan.tt")
            }
            await refuses("paperNotFound") {
                try await office.spool.changePaper(paper.id + 1, of: code, to: Office.paper("x"), by: "lan.tt")
            }
        }
    }

    @Test func `Papers change places and go, and pages stay with theirs`() async throws {
        try await withOffice { office in
            try await office.open(
                code, [Office.paper("a", sheets: 1), Office.paper("b", sheets: 1), Office.paper("c")])
            for seed in 1...3 as ClosedRange<UInt64> { try await office.add(seed, to: code) }
            let ids = try await office.dossier(code).papers.map(\.id)
            try await office.spool.movePaper(ids[2], of: code, before: ids[0], by: "lan.tt")
            #expect(try await types(office) == ["c", "a", "b"])
            try await office.spool.movePaper(ids[0], of: code, before: nil, by: "lan.tt")
            #expect(try await types(office) == ["c", "b", "a"])
            try await office.spool.movePaper(ids[0], of: code, before: ids[0], by: "lan.tt")
            #expect(try await office.seeds(in: code) == [[3], [2], [1]])
            let empty = try await office.spool.addPaper(Office.paper("d"), to: code, by: "lan.tt")
            #expect(try await office.spool.findings(of: code) == [.emptyPaper(id: empty, type: "d")])
            try await office.spool.removePaper(empty, of: code, by: "lan.tt")
            #expect(try await office.spool.findings(of: code).isEmpty)
            for strange in [empty, 0] {
                await #expect(throws: SpoolError.self) {
                    try await office.spool.removePaper(strange, of: code, by: "lan.tt")
                }
                await #expect(throws: SpoolError.self) {
                    try await office.spool.movePaper(strange, of: code, before: nil, by: "lan.tt")
                }
                await #expect(throws: SpoolError.self) {
                    try await office.spool.movePaper(ids[0], of: code, before: strange, by: "lan.tt")
                }
            }
            #expect(
                try await office.corrections(of: code) == [
                    "paperChanged place of c", "paperChanged place of a", "paperChanged without d",
                ])
        }
    }

    @Test func `A dossier of reused papers alone is sealed without a page and received`() async throws {
        try await withOffice { office in
            try await office.open(code, [])
            #expect(try await office.spool.findings(of: code) == [.noPages])
            let id = try await office.spool.reuse(reused(), in: code, by: "minh.nv", now: Office.noon)
            #expect(try await office.spool.findings(of: code).isEmpty)
            #expect(try await office.dossier(code).papers.map(\.id) == [id])
            let digest = try await office.seal(code)
            let manifest = try await office.manifest(digest)
            try manifest.checkRules()
            #expect(manifest.documents == [reused().document])
            #expect(
                manifest.corrections == [
                    Correction(
                        at: Office.noon, by: "minh.nv", action: .reused, detail: "giay-chung-sinh, H51-210301-0001")
                ])
            #expect(try await office.submission(digest).bytes == 0)
            try await office.receive(digest)
            #expect(try await office.submission(digest).state == .received)
        }
    }

    @Test func `A reused paper takes no pages, and the stack goes to the papers beside it`() async throws {
        try await withOffice { office in
            try await office.open(code, [Office.paper("a", sheets: 1)])
            let reused = try await office.spool.reuse(reused(), in: code, by: "lan.tt")
            let page = try await office.add(1, to: code)
            try await office.add(2, to: code)
            #expect(try await office.seeds(in: code) == [[1, 2], []])
            await refuses("paperIsReused") {
                try await office.correct(code, .move([page], to: reused, before: nil))
            }
            // Papers after it are as good as without it.
            try await office.open(code, [Office.paper("a", sheets: 1), Office.paper("c")])
            try await office.add(3, to: code)
            #expect(try await office.seeds(in: code) == [[1, 2], [], [3]])
            try await office.spool.removePaper(reused, of: code, by: "lan.tt")
            #expect(try await types(office) == ["a", "c"])
            try await office.seal(code)
        }
    }

    @Test func `Only a component is reused, and only with the place where it is`() async throws {
        try await withOffice { office in
            try await office.open(code, [])
            var result = reused()
            result.document.role = .result
            for draft in [result, Office.paper("a")] {
                await refuses("unacceptable reuse") { try await office.spool.reuse(draft, in: code, by: "lan.tt") }
            }
            #expect(try await office.dossier(code).papers.isEmpty)
        }
    }

    @Test func `What is known of a dossier changes, and the history names the fields and no person`() async throws {
        try await withOffice { office in
            try await office.open(code, sheets: 4)
            var dossier = Office.dossier(code)
            dossier.owner = Owner(name: "Nguyễn Thị Ánh".decomposedStringWithCanonicalMapping, identityNumber: "094")
            dossier.componentsComplete = false
            try await office.spool.changeDossier(code, to: dossier, sheetsExpected: nil, by: "lan.tt")
            let changed = try await office.dossier(code)
            #expect(changed.sheetsExpected == nil)
            #expect(Array(changed.dossier.owner.name.utf8) == Array(dossier.owner.name.utf8))
            let lines = try await office.spool.history(of: code).suffix(2)
            #expect(lines.map(\.action) == [.changed, .changed])
            #expect(
                lines.map(\.detail) == ["owner, identityNumber, componentsComplete", "sheets 4 to none"],
                "what was counted first stays to be seen")
            // Another officer who opens it with other facts changes it as well.
            try await office.open(code)
            #expect(
                try await office.spool.history(of: code).last?.detail == "owner, identityNumber, componentsComplete")
            var other = dossier
            other.code = Office.code(2)
            await #expect(throws: SpoolError.self) {
                try await office.spool.changeDossier(code, to: other, sheetsExpected: nil, by: "lan.tt")
            }
            await #expect(throws: SpoolError.self) {
                try await office.spool.changeDossier(Office.code(2), to: other, sheetsExpected: nil, by: "lan.tt")
            }
            await #expect(throws: SpoolError.self) {
                try await office.spool.changeDossier(code, to: dossier, sheetsExpected: 0, by: "lan.tt")
            }
        }
    }

    @Test func `Whoever seals a dossier is its operator`() async throws {
        try await withOffice { office in
            try await office.open(code)
            try await office.add(1, to: code)
            let digest = try await office.spool.seal(code, with: office.credentials, by: "minh.nv", now: Office.noon)
            #expect(try await office.manifest(digest).operatorName == "minh.nv")
            let line = try #require(try await office.spool.history(of: code).last)
            #expect((line.action, line.by, line.detail) == (.sealed, "minh.nv", digest.rawValue))
        }
    }

    @Test func `A paper that is one too many is refused`() async throws {
        try await withOffice { office in
            try await office.open(code, (1...999).map { Office.paper("p\($0)", sheets: 1) })
            try await office.spool.reuse(reused(), in: code, by: "lan.tt")
            await refuses("unacceptable documents") {
                try await office.spool.addPaper(Office.paper("x"), to: code, by: "lan.tt")
            }
        }
    }

    @Test func `A dossier does not reuse its own papers`() async throws {
        try await withOffice { office in
            try await office.submit(code, [1])
            let paper = try #require(try await office.spool.find(code: code).first)
            var draft = Office.paper("to-khai")
            draft.document.reuse = paper.reuse
            let own = draft
            try await office.open(code, [], extending: true)
            await refuses("unacceptable reuse") { try await office.spool.reuse(own, in: code, by: "lan.tt") }
            try await office.open(Office.code(2))
            try await office.spool.reuse(own, in: Office.code(2), by: "lan.tt")
        }
    }

    @Test func `Every action of a manifest's history has the same name in the spool`() {
        for action in CorrectionAction.known {
            #expect(HistoryAction(rawValue: action.rawValue) == .corrected(action))
        }
        for action in [HistoryAction.opened, .extended, .changed, .discarded, .broughtBack, .sealed] {
            #expect(HistoryAction(rawValue: action.rawValue) == action)
        }
        #expect(HistoryAction(rawValue: "x") == nil)
    }
}
