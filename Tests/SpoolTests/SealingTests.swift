import ContentStore
import Dossiers
import Exchange
import Foundation
import Spool
import SystemPackage
import TestSupport
import Testing

/// What is signed, and its place in the chain.
@Suite struct SealingTests {
    @Test func `A sealed dossier is a signed manifest of what was scanned, first in the chain`() async throws {
        try await withOffice { office in
            let code = Office.code(1)
            try await office.open(code, [Office.paper("a", sheets: 1), Office.paper("b")], sheets: 3)
            let pages = [
                try await office.scan(1, into: code), try await office.scan(2, into: code),
                try await office.scan(2, into: code),
            ]
            try await office.spool.setClockCorrection(-90)
            let digest = try await office.seal(code)
            let manifest = try await office.manifest(digest)
            try manifest.checkRules()
            #expect(manifest.station == office.credentials.identity.station)
            #expect(manifest.site == office.credentials.identity.site)
            #expect((manifest.sequence, manifest.previous) == (1, nil))
            #expect(manifest.operatorName == "lan.tt")
            #expect(manifest.dossier == Office.dossier(code))
            #expect(manifest.documents.map(\.type) == ["a", "b"])
            #expect(manifest.pages.map(\.digest) == pages)
            #expect(manifest.supersedes.isEmpty)
            #expect(manifest.sheetsExpected == 3)
            #expect(manifest.clockCorrection == -90)
            #expect(manifest.sealedAt == Office.noon.addingTimeInterval(-90))
            let queued = try await office.submission(digest)
            #expect(queued.state == .sealed)
            #expect(queued.bytes == 400, "two distinct pages of 200 bytes")
            #expect(try await office.dossier(code).isOpen == false)
            #expect(try await office.spool.openDossiers().isEmpty)
        }
    }

    @Test func `Each manifest names the one before it`() async throws {
        try await withOffice { office in
            var previous: ContentDigest?
            for number in 1...5 {
                let digest = try await office.submit(Office.code(number), [UInt64(number)])
                let manifest = try await office.manifest(digest)
                #expect(manifest.sequence == number)
                #expect(manifest.previous == previous)
                previous = digest
            }
            #expect(try await office.spool.verify(with: office.credentials).isEmpty)
        }
    }

    @Test func `A dossier is not sealed without pages, nor with a paper that has none`() async throws {
        try await withOffice { office in
            let code = Office.code(1)
            await #expect {
                try await office.seal(code)
            } throws: { error in
                if case SpoolError.dossierNotFound(code) = error { true } else { false }
            }
            try await office.open(code, [Office.paper("a", sheets: 1), Office.paper("b")])
            await #expect {
                try await office.seal(code)
            } throws: { error in
                if case SpoolError.noPages(code) = error { true } else { false }
            }
            try await office.scan(1, into: code)
            await #expect {
                try await office.seal(code)
            } throws: { error in
                if case SpoolError.emptyDocument(code, type: "b") = error { true } else { false }
            }
            try await office.scan(2, into: code)
            try await office.seal(code)
            await #expect {
                try await office.seal(code)
            } throws: { error in
                if case SpoolError.dossierIsSealed(code) = error { true } else { false }
            }
            #expect(try await office.spool.submissions().count == 1)
        }
    }

    @Test func `The sheets the officer counted are compared with those fed, and can be put right`() async throws {
        try await withOffice { office in
            let code = Office.code(1)
            try await office.open(code, sheets: 3)
            for seed in 1...2 { try await office.scan(UInt64(seed), into: code) }
            await #expect {
                try await office.seal(code)
            } throws: { error in
                "\(error)"
                    == "dossier \(code): 3 sheets were expected and 2 fed; scan the rest, or correct the number with --sheets 2"
            }
            await #expect(throws: SpoolError.self) {
                try await office.spool.seal(code, with: office.credentials, sheets: 4)
            }
            #expect(try await office.dossier(code).sheetsExpected == 3, "a seal that fails changes nothing")
            let digest = try await office.spool.seal(code, with: office.credentials, sheets: 2)
            #expect(try await office.manifest(digest).sheetsExpected == 2)
        }
    }

    @Test("A number of sheets that none can have is refused by name", arguments: [0, -1, 10_001, Int.min, Int.max])
    func impossibleSheets(number: Int) async throws {
        try await withOffice { office in
            let code = Office.code(1)
            func refuses(_ body: () async throws -> Void) async {
                await #expect {
                    try await body()
                } throws: { error in
                    if case SpoolError.unacceptable(field: "sheets", _, _) = error { true } else { false }
                }
            }
            await refuses { try await office.open(code, sheets: number) }
            await refuses { try await office.open(code, [Office.paper("a", sheets: number)]) }
            try await office.open(code)
            try await office.scan(1, into: code)
            await refuses { try await office.spool.setSheetsExpected(number, of: code) }
            await refuses { _ = try await office.spool.seal(code, with: office.credentials, sheets: number) }
            try await office.spool.setSheetsExpected(2, of: code)
            try await office.spool.setSheetsExpected(1, of: code, by: "mai.nt")
            let change = try #require(try await office.spool.history(of: code).last)
            #expect((change.action, change.by, change.detail) == (.changed, "mai.nt", "sheets 2 to 1"))
            try await office.seal(code)
            await #expect(throws: SpoolError.self) { try await office.spool.setSheetsExpected(1, of: code) }
            await #expect(throws: SpoolError.self) { try await office.spool.setSheetsExpected(1, of: Office.code(9)) }
        }
    }

    @Test func `Papers added later make a manifest of the whole that supersedes the former`() async throws {
        try await withOffice { office in
            let code = Office.code(1)
            try await office.open(code, sheets: 2)
            for seed in 1...2 { try await office.scan(UInt64(seed), into: code) }
            let first = try await office.seal(code)
            try await office.receive(first)
            // The count is that of the stack at hand: one more sheet.
            try await office.open(code, [Office.paper("b")], sheets: 1, extending: true)
            try await office.scan(3, into: code)
            #expect(try await office.dossier(code).sheetsFed == 3)
            let second = try await office.seal(code)
            let manifest = try await office.manifest(second)
            #expect(manifest.supersedes == [first])
            #expect(manifest.previous == first)
            #expect(manifest.documents.map(\.pages.count) == [2, 1])
            // And once more, before a receipt: only the latest is superseded.
            try await office.open(code, [Office.paper("c")], extending: true)
            #expect(try await office.dossier(code).sheetsExpected == nil, "the former count holds no more")
            try await office.scan(4, into: code)
            #expect(try await office.manifest(office.seal(code)).supersedes == [second])
        }
    }

    @Test func `A refused submission is not superseded, the accepted one before it is`() async throws {
        try await withOffice { office in
            let code = Office.code(1)
            let first = try await office.submit(code, [1])
            try await office.receive(first, .duplicate)
            try await office.open(code, [Office.paper("b")], extending: true)
            try await office.scan(2, into: code)
            let second = try await office.seal(code)
            try await office.receive(second, .refused)
            try await office.open(code, [], extending: true)
            try await office.scan(3, into: code)
            #expect(try await office.manifest(office.seal(code)).supersedes == [first])
            let other = try await office.submit(Office.code(2), [9])
            try await office.receive(other, .refused)
            try await office.open(Office.code(2), [], extending: true)
            #expect(try await office.manifest(office.seal(Office.code(2))).supersedes.isEmpty)
        }
    }

    @Test func `A page that is scanned while another process seals is sealed or refused, never left out`() async throws
    {
        try await withOffice { office in
            let scanning = try office.otherProcess()
            for number in 1...15 {
                let code = Office.code(number)
                try await office.open(code)
                try await office.scan(0, into: code)
                async let scanned: Int = {
                    var count = 0
                    while count < 100 {
                        do { try await scanning.scan(UInt64(count + 1), into: code) } catch SpoolError.dossierIsSealed {
                            return count
                        }
                        count += 1
                    }
                    return count
                }()
                try await Task.sleep(for: .microseconds(Int.random(in: 0...3000)))
                let digest = try await office.seal(code)
                let count = try await scanned
                #expect(try await office.manifest(digest).pages.count == 1 + count)
            }
        }
    }

    @Test("Two programs on one spool never seal into the same place", .timeLimit(.minutes(5)))
    func concurrentSealing() async throws {
        try await withOffice { office in
            for number in 0..<40 {
                try await office.open(Office.code(number))
                try await office.scan(UInt64(number), into: Office.code(number))
            }
            let others = [office, try office.otherProcess(), try office.otherProcess(), try office.otherProcess()]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, office) in others.enumerated() {
                    group.addTask {
                        for number in stride(from: index, to: 40, by: others.count) {
                            try await office.seal(Office.code(number))
                        }
                    }
                }
                try await group.waitForAll()
            }
            let submissions = try await office.spool.submissions()
            #expect(submissions.map(\.sequence) == Array(1...40))
            #expect(try await office.spool.verify(with: office.credentials).isEmpty)
        }
    }

    @Test("Four processes on one spool never seal into the same place", .timeLimit(.minutes(5)))
    func concurrentProcesses() async throws {
        try await withOffice { office in
            for number in 0..<40 {
                try await office.open(Office.code(number))
                try await office.scan(UInt64(number), into: Office.code(number))
            }
            let directory = office.directory.string
            await withTaskGroup(of: Void.self) { group in
                for first in 0..<4 {
                    group.addTask {
                        await #expect(processExitsWith: .success) {
                            [directory = directory as String, first = first as Int] in
                            let office = try Office(reopening: directory)
                            for number in stride(from: first, to: 40, by: 4) {
                                try await office.seal(Office.code(number))
                            }
                        }
                    }
                }
            }
            #expect(try await office.spool.submissions().map(\.sequence) == Array(1...40))
            #expect(try await office.spool.verify(with: office.credentials).isEmpty)
        }
    }

    @Test(
        "A program killed while it scans and seals leaves each dossier open or queued", .timeLimit(.minutes(5)),
        arguments: [1, 2] as [UInt64])
    func killed(seed: UInt64) async throws {
        try await withOffice { office in
            var random = Seeded(seed)
            let directory = office.directory.string
            for round in 0..<6 {
                let delay = Int.random(in: 0...20_000, using: &random)
                await #expect(processExitsWith: .signal(SIGKILL)) {
                    [directory = directory as String, round = round as Int, delay = delay as Int] in
                    let office = try Office(reopening: directory)
                    for number in 0... {
                        if number == 1 {
                            Thread.detachNewThread {
                                usleep(UInt32(delay))
                                kill(getpid(), SIGKILL)
                            }
                        }
                        let code = Office.code(round * 1000 + number)
                        try await office.open(code)
                        for page in 0..<3 {
                            try await office.scan(UInt64(round * 10_000 + number * 10 + page), into: code)
                        }
                        try await office.seal(code)
                    }
                }
                let after = try Office(reopening: directory)
                #expect(try await after.spool.recover().isEmpty, "seed \(seed), round \(round)")
                #expect(try await after.spool.verify(with: after.credentials).isEmpty, "seed \(seed), round \(round)")
                let sealed = try await after.spool.submissions()
                #expect(sealed.map(\.sequence) == sealed.indices.map { $0 + 1 })
                for submission in sealed { #expect(try await after.manifest(submission.digest).pages.count == 3) }
                let open = try await after.spool.openDossiers()
                #expect(Set(open.map(\.dossier.code)).isDisjoint(with: sealed.map(\.code)))
            }
            #expect(try await office.spool.submissions().count >= 6, "one in each round")
        }
    }
}
