import ContentStore
import Dossiers
import Exchange
import Foundation
import Glibc
import Spool
import SystemPackage
import TestSupport
import Testing

/// The spool's directory, its versions, its space, and what it refuses to take.
@Suite struct OpeningTests {
    private func mode(_ path: FilePath) -> mode_t {
        var status = stat()
        return unsafe stat(path.string, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    @Test func `A new spool is for its owner's eyes only`() async throws {
        try await withScratchDirectory { directory in
            let spool = try Spool(directory: directory.appending("spool"))
            for name in ["", "pages", "previews"] {
                #expect(mode(name.isEmpty ? spool.directory : spool.directory.appending(name)) == 0o700, "\(name)")
            }
            #expect(spool.minimumFreeBytes == 512 << 20)
        }
    }

    @Test func `The database is for its owner's eyes only in a directory that lets everybody in`() async throws {
        try await withScratchDirectory { directory in
            let place = directory.appending("spool")
            try FileManager.default.createDirectory(
                atPath: place.string, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
            // The second time as an earlier version made it.
            for _ in 0..<2 {
                let spool = try Spool(directory: place, minimumFreeBytes: 0)
                try await spool.setClockCorrection(1)
                for name in ["spool.sqlite", "spool.sqlite-wal", "spool.sqlite-shm"] {
                    #expect(mode(place.appending(name)) == 0o600, "\(name)")
                }
                #expect(unsafe chmod(place.appending("spool.sqlite").string, 0o644) == 0)
            }
        }
    }

    @Test func `A spool keeps everything when it is opened again`() async throws {
        try await withOffice { office in
            let digest = try await office.submit(Office.code(1), [1])
            try await office.open(Office.code(2), [Office.paper("a", sheets: 2), Office.paper("b")], sheets: 3)
            try await office.scan(2, into: Office.code(2))
            let later = try office.otherProcess()
            #expect(try await later.spool.submissions() == office.spool.submissions())
            #expect(try await later.spool.openDossiers() == office.spool.openDossiers())
            #expect(try await later.spool.envelope(of: digest) == office.spool.envelope(of: digest))
        }
    }

    @Test func `Programs that open a new spool at the same moment all succeed`() async throws {
        for _ in 0..<5 {
            try await withScratchDirectory { directory in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<8 {
                        group.addTask {
                            let spool = try Spool(directory: directory.appending("spool"), minimumFreeBytes: 0)
                            try await spool.setClockCorrection(number)
                        }
                    }
                    try await group.waitForAll()
                }
            }
        }
    }

    @Test("A program that makes the spool waits for another that does", .timeLimit(.minutes(5)))
    func makingWhileMade() async throws {
        try await withScratchDirectory { directory in
            // A file before its write-ahead log is on, with a writer: that is what SQLite does not wait for.
            let opened = try await tamperWithSpool(
                in: directory, "CREATE TABLE early (x INTEGER); BEGIN IMMEDIATE"
            ) {
                let opening = Task { try Spool(directory: directory, minimumFreeBytes: 0) }
                try await Task.sleep(for: .milliseconds(200))
                return opening
            }
            try await opened.value.setPaused(true)
        }
    }

    @Test("Processes that open a new spool at the same moment all succeed", .timeLimit(.minutes(5)))
    func concurrentProcesses() async throws {
        for _ in 0..<5 {
            try await withScratchDirectory { directory in
                let path = directory.appending("spool").string
                await withTaskGroup(of: Void.self) { group in
                    for _ in 0..<4 {
                        group.addTask {
                            await #expect(processExitsWith: .success) { [path = path as String] in
                                let spool = try Spool(directory: FilePath(path), minimumFreeBytes: 0)
                                try await spool.setPaused(true)
                            }
                        }
                    }
                }
            }
        }
    }

    @Test func `A spool that a newer program wrote is not touched`() async throws {
        try await withOffice { office in
            try await office.submit(Office.code(1), [1])
            try await office.tamper("PRAGMA user_version = 1000; CREATE TABLE later (x INTEGER) STRICT")
        } after: { office in
            let error = #expect(throws: SpoolError.self) { try Spool(directory: office.directory) }
            guard case .newerVersion(found: 1000, known: let known) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect("\(try #require(error))".contains("version 1000, this program knows \(known)"))
            try await office.tamper("SELECT * FROM later")
        }
    }

    @Test func `A file that is no spool says what to do`() async throws {
        try await withScratchDirectory { directory in
            let path = directory.appending("spool.sqlite").string
            try Data(repeating: 0x41, count: 8192).write(to: URL(fileURLWithPath: path))
            let error = #expect(throws: SpoolError.self) { try Spool(directory: directory) }
            let text = "\(try #require(error))"
            #expect(text.hasPrefix("spool.sqlite in the spool cannot be read; delete nothing: sohoa-agent doctor"))
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count == 8192, "it is left as it is")
        }
    }

    @Test func `A nearly full disk stops a scan before it begins, and says the numbers`() async throws {
        try await withScratchDirectory { directory in
            let free = try ContentStore(directory: directory.appending("x")).space().free
            let enough = try Spool(directory: directory.appending("spool"), minimumFreeBytes: free / 2)
            try enough.checkSpace()
            let required = free + (64 << 30)
            let spool = try Spool(directory: directory.appending("spool"), minimumFreeBytes: required)
            let error = #expect(throws: SpoolError.self) { try spool.checkSpace() }
            guard case .diskNearlyFull(let found, required) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(found < required)
            #expect(
                "\(try #require(error))".contains(
                    "\(found >> 20) MiB free, \(required >> 20) MiB needed; nothing was lost"))
        }
    }

    @Test func `What cannot stand in a record is refused by the name of its field`() async throws {
        try await withOffice { office in
            typealias Change = (inout Dossier, inout DocumentDraft, inout String, String) -> Void
            let fields: [(String, Int, Change)] = [
                ("operator", 200, { $2 = $3 }), ("procedure", 64, { $0.procedure = $3 }),
                ("owner", 200, { $0.owner.name = $3 }), ("identity number", 100, { $0.owner.identityNumber = $3 }),
                ("document type", 64, { $1.document.type = $3 }), ("authority", 64, { $1.document.authority = $3 }),
                ("document number", 100, { $1.document.number = $3 }), ("issuer", 200, { $1.document.issuer = $3 }),
            ]
            for (number, (field, limit, change)) in fields.enumerated() {
                let code = Office.code(number)
                func open(_ text: String) async throws {
                    var (dossier, draft, operatorName) = (Office.dossier(code), Office.paper("a"), "lan.tt")
                    change(&dossier, &draft, &operatorName, text)
                    try await office.spool.openDossier(
                        dossier, operatorName: operatorName, sheetsExpected: nil, drafts: [draft])
                }
                for bad in ["", "a\tb", "a\nb", "\u{1b}[2J", "x\u{0}", String(repeating: "ồ", count: limit + 1)] {
                    await #expect {
                        try await open(bad)
                    } throws: { error in
                        "\(error)" == "\(field) must have 1 to \(limit) characters and no control characters"
                    }
                }
                #expect(try await office.spool.dossier(code) == nil)
                try await open(String(repeating: "ồ", count: limit))
                try await office.scan(1, into: code)
                try await office.seal(code)
            }
        }
    }

    @Test func `Names are kept byte for byte, composed or decomposed`() async throws {
        try await withOffice { office in
            for (number, form) in ["Nguyễn Thị Hồ Sơ", "Nguyễn Thị Hồ Sơ".decomposedStringWithCanonicalMapping]
                .enumerated()
            {
                let code = Office.code(number)
                try await office.spool.openDossier(
                    Office.dossier(code, owner: form), operatorName: form, sheetsExpected: nil,
                    drafts: [Office.paper("a")])
                try await office.scan(1, into: code)
                let manifest = try await office.manifest(try await office.seal(code))
                #expect(Array(manifest.dossier.owner.name.utf8) == Array(form.utf8))
                #expect(Array(manifest.operatorName.utf8) == Array(form.utf8))
            }
        }
    }

    @Test func `No error repeats a name, a number or the key`() async throws {
        let secrets = ["Bí Mật", "094000111222", "GKS-77", "Sở Kín", "BEGIN"]
        try await withOffice { office in
            let code = Office.code(1)
            var dossier = Office.dossier(code, owner: "Trần Bí Mật")
            dossier.owner.identityNumber = "094000111222"
            var draft = Office.paper("a")
            draft.document.number = "GKS-77"
            draft.document.issuer = "Sở Kín"
            var texts: [String] = []
            func collect(_ body: () async throws -> Void) async {
                do {
                    try await body()
                    Issue.record("nothing was refused")
                } catch { texts += ["\(error)", String(reflecting: error)] }
            }
            func open(_ dossier: Dossier, _ draft: DocumentDraft, sheets: Int? = nil) async throws {
                try await office.spool.openDossier(
                    dossier, operatorName: "Bí Mật", sheetsExpected: sheets, drafts: [draft])
            }
            for end in ["\n", String(repeating: "x", count: 300)] {
                var bad = dossier
                bad.owner.name += end
                await collect { try await open(bad, draft) }
                bad = dossier
                bad.owner.identityNumber! += end
                await collect { try await open(bad, draft) }
                var badDraft = draft
                badDraft.document.number! += end
                await collect { try await open(dossier, badDraft) }
                badDraft.document.issuer! += end
                await collect { try await open(dossier, badDraft) }
            }
            await collect { try await open(dossier, draft, sheets: 0) }
            try await open(dossier, draft, sheets: 4)
            await collect { try await office.seal(code) }
            try await office.scan(1, into: code)
            await collect { try await office.seal(code) }
            try await office.tamper("UPDATE page SET description = replace(description, 'colour', 'Bí Mật')")
            await collect { _ = try await office.spool.dossier(code) }
            try await office.tamper("PRAGMA ignore_check_constraints = ON; UPDATE document SET role = 'Bí Mật'")
            await collect { _ = try await office.spool.openDossiers() }
            try await office.tamper("DROP TABLE document")
            await collect { try await open(dossier, draft) }
            #expect(texts.count >= 28)
            for text in texts {
                for secret in secrets { #expect(!text.contains(secret), "\(text)") }
            }
        }
    }

    @Test func `A dossier of 500 pages is scanned, sealed, verified and listed`() async throws {
        try await withOffice { office in
            let code = Office.code(1)
            try await office.open(
                code, (1...9).map { Office.paper("p\($0)", sheets: 20) } + [Office.paper("p10")], sheets: 250)
            for sheet in 0..<250 {
                try await office.scan(UInt64(sheet * 2), into: code, awaitsBack: true)
                try await office.scan(UInt64(sheet * 2 + 1), into: code, isBack: true)
            }
            let manifest = try await office.manifest(try await office.seal(code))
            #expect(manifest.documents.map(\.pages.count) == Array(repeating: 40, count: 9) + [140])
            #expect(Set(manifest.pages.map(\.digest)).count == 500)
            #expect(try await office.spool.recover().isEmpty)
            #expect(try await office.spool.verify(with: office.credentials).isEmpty)
        }
    }
}

/// Runs `body` with an enrolled station, and `check` after its spool was closed.
private func withOffice(
    _ body: (Office) async throws -> Void, after check: (ClosedOffice) async throws -> Void
) async throws {
    try await withScratchDirectory { directory in
        let path = directory.appending("spool")
        try await body(Office(in: path))
        try await check(ClosedOffice(directory: path))
    }
}

/// A spool's directory that no program has open.
private struct ClosedOffice {
    let directory: FilePath

    func tamper(_ sql: String) async throws { try await tamperWithSpool(in: directory, sql) {} }
}
