import Dossiers
import Exchange
import Foundation
import Spool
import TestSupport
import Testing

/// What the office did before helps with what comes.
@Suite struct LookupTests {
    /// Opens, scans and seals a dossier with one paper.
    @discardableResult
    private func seal(
        _ office: Office, _ number: Int, owner: Owner = Owner(name: "Nguyễn Thị Ánh"), paper: String = "gks",
        paperNumber: String? = nil, inForce: Bool = true, procedure: String = "1.001193"
    ) async throws -> ContentDigest {
        let code = Office.code(number)
        let dossier = Dossier(code: code, procedure: procedure, owner: owner, componentsComplete: true)
        let document = Document(
            role: .result, type: paper, number: paperNumber, issuedOn: CalendarDay("2021-06-01"), issuer: "UBND xã",
            authority: "xa-dai-tam", level: .commune, inForce: inForce)
        try await office.spool.openDossier(
            dossier, operatorName: "lan.tt", sheetsExpected: nil, drafts: [DocumentDraft(document: document)])
        try await office.scan(UInt64(number), into: code)
        return try await office.seal(code)
    }

    @Test func `A paper is found by code, by number, by owner with or without marks, and by identity number`()
        async throws
    {
        try await withOffice { office in
            let first = try await seal(
                office, 1, owner: Owner(name: "NGUYỄN Thị  Ánh", identityNumber: "094000111222"), paperNumber: "12/2021"
            )
            try await seal(office, 2, owner: Owner(name: "Đặng Văn Ánh".decomposedStringWithCanonicalMapping))
            let expected = FoundPaper(
                dossier: Office.code(1), site: SiteID(rawValue: "xa-dai-tam")!, siteName: "Xã Đại Tâm", role: .result,
                type: "gks", number: "12/2021", issuedOn: CalendarDay("2021-06-01"), issuer: "UBND xã",
                digitisedOn: CalendarDay("2021-06-15")!, manifest: first, pages: 1)
            let spool = office.spool
            #expect(try await spool.find(code: Office.code(1)) == [expected])
            #expect(try await spool.find(number: "12/2021") == [expected])
            #expect(try await spool.find(identityNumber: "094000111222") == [expected])
            for name in ["nguyen thi anh", "NGUYỄN THỊ", "Nguyễn Thị Ánh".decomposedStringWithCanonicalMapping] {
                #expect(try await spool.find(ownerName: name) == [expected], "\(name)")
            }
            #expect(try await spool.find(ownerName: "anh").map(\.dossier) == [Office.code(2), Office.code(1)])
            #expect(try await spool.find(ownerName: "đặng").map(\.dossier) == [Office.code(2)])
            #expect(try await spool.find(ownerName: "anh", number: "12/2021") == [expected], "a name narrows")
            #expect(try await spool.find(ownerName: "dang", number: "12/2021").isEmpty)
            #expect(try await spool.find(ownerName: "anh", limit: 1).count == 1)
            #expect(expected.reuse.manifest == first)
            for name in [nil, "", " \t", "\u{301}"] { #expect(try await spool.find(ownerName: name).isEmpty) }
            #expect(try await spool.find(code: Office.code(3)).isEmpty)
            #expect(try await spool.find(number: "12").isEmpty, "numbers are exact")
            #expect(try await spool.find(ownerName: "a%_'\";").isEmpty)
        }
    }

    @Test func `Only papers in force with pages are found, as the latest good submission states them`() async throws {
        try await withOffice { office in
            try await seal(office, 1, paperNumber: "1", inForce: false)
            try await office.open(Office.code(2), [])
            try await office.spool.reuse(
                DocumentDraft(document: .reused("H51-210301-0001", from: Office.digest(1), site: "xa-dai-tam")),
                in: Office.code(2), by: "lan.tt")
            try await office.seal(Office.code(2))
            try await office.open(Office.code(3))
            try await office.scan(3, into: Office.code(3))
            for number in 1...3 { #expect(try await office.spool.find(code: Office.code(number)).isEmpty, "\(number)") }
            // Refused: not found. Corrected: found as it is stated now, and while it is corrected as it was.
            let refused = try await seal(office, 4)
            try await office.receive(refused, .refused)
            #expect(try await office.spool.find(code: Office.code(4)).isEmpty)
            try await office.open(Office.code(4), [Office.paper("b")], extending: true)
            try await office.scan(40, into: Office.code(4))
            let good = try await office.seal(Office.code(4))
            #expect(try await office.spool.find(code: Office.code(4)).map(\.manifest) == [good, good])
            try await office.open(Office.code(4), [], extending: true)
            let paper = try await office.dossier(Office.code(4)).papers[0]
            try await office.correct(Office.code(4), .remove(paper.pages.map(\.id)))
            #expect(try await office.spool.find(code: Office.code(4)).count == 2)
        }
    }

    @Test func `An owner's name that is changed is found by the new one`() async throws {
        try await withOffice { office in
            let code = Office.code(1)
            try await seal(office, 1, owner: Owner(name: "Lê A"))
            #expect(try await office.spool.find(ownerName: "le a").count == 1)
            try await office.spool.openDossier(
                Office.dossier(code, owner: "Lý B"), operatorName: "lan.tt", sheetsExpected: nil, drafts: [],
                extending: true)
            try await office.seal(code)
            #expect(try await office.spool.find(ownerName: "le a").isEmpty)
            #expect(try await office.spool.find(ownerName: "ly b").count == 1)
        }
    }

    @Test func `Habits are those of the procedure first, then of others, most used first and each once`() async throws {
        try await withOffice { office in
            for (number, (paper, procedure)) in [
                ("gks", "1.001193"), ("gks", "1.001193"), ("cccd", "1.001193"), ("kh", "2.0"), ("kh", "2.0"),
                ("kh", "2.0"), ("gks", "2.0"), ("gks", "2.0"), ("gks", "2.0"), ("gks", "2.0"),
            ].enumerated() { try await seal(office, number + 1, paper: paper, procedure: procedure) }
            let habits = try await office.spool.paperHabits(procedure: "1.001193")
            #expect(habits.map(\.type) == ["gks", "cccd", "kh"])
            #expect(habits.map(\.uses) == [2, 1, 3])
            #expect(habits[0].role == .result && habits[0].level == .commune && habits[0].authority == "xa-dai-tam")
            #expect(try await office.spool.paperHabits(procedure: nil).map(\.type) == ["gks", "kh", "cccd"])
            #expect(try await office.spool.paperHabits(procedure: "9").map(\.uses) == [6, 3, 1])
            #expect(try await office.spool.paperHabits(procedure: nil, limit: 1).count == 1)
            #expect(try await office.spool.recentProcedures() == ["2.0", "1.001193"])
            try await office.open(Office.code(50))
            #expect(try await office.spool.recentProcedures(limit: 1) == ["1.001193"])
        }
    }

    @Test func `What the province told is kept with its time until it tells something else`() async throws {
        try await withOffice { office in
            #expect(try await office.spool.kept(named: "briefing") == nil)
            let told = Data([0, 1, 255])
            try await office.spool.keep(told, named: "briefing", tag: "\"a\"", now: Office.noon)
            try await office.spool.keep(Data(), named: "other")
            let later = try office.otherProcess().spool
            let kept = try #require(try await later.kept(named: "briefing"))
            #expect((kept.bytes, kept.tag, kept.keptAt) == (told, "\"a\"", Office.noon))
            try await later.keep(Data([7]), named: "briefing", now: Office.noon + 60)
            #expect(try await office.spool.kept(named: "briefing")?.tag == nil)
            #expect(try await office.spool.kept(named: "other")?.bytes == Data())
            await #expect(throws: SpoolError.self) {
                try await office.spool.keep(Data(count: Spool.maximumKeptBytes + 1), named: "briefing")
            }
            #expect(try await office.spool.kept(named: "briefing")?.bytes == Data([7]))
        }
    }
}
