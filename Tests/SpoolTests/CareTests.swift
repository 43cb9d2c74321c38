import ContentStore
import Dossiers
import Exchange
import Foundation
import Glibc
import Spool
import SystemPackage
import TestSupport
import Testing

/// The check at start, and `verify`.
@Suite struct CareTests {
    /// Changes the stored bytes of a page, as a failing disk would.
    private func damage(_ digest: ContentDigest, in office: Office) throws {
        let path = office.spool.pages.path(of: digest).string
        #expect(unsafe chmod(path, 0o600) == 0)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(fileURLWithPath: path))
    }

    private func hex(_ data: Data) -> String { data.map { String(format: "%02x", $0) }.joined() }

    private func quarantined(_ office: Office) throws -> [String] {
        try FileManager.default.contentsOfDirectory(
            atPath: office.spool.pages.directory.appending("quarantine").string)
    }

    @Test func `A start removes what unfinished writes left, and finds nothing wrong with the rest`() async throws {
        try await withOffice { office in
            try await office.submit(Office.code(1), [1])
            try await office.open(Office.code(2))
            try await office.scan(2, into: Office.code(2))
            let leftover = office.spool.pages.directory.appending("tmp.1.abc").string
            #expect(FileManager.default.createFile(atPath: leftover, contents: Data("cut off".utf8)))
            try await office.spool.sweepTemporaries()
            #expect(try await office.spool.recover().isEmpty)
            #expect(!FileManager.default.fileExists(atPath: leftover))
            #expect(try office.spool.pages.digests().count == 2)
        }
    }

    @Test func `A damaged page is put aside with its bytes and reported with its dossier, the others go on`()
        async throws
    {
        try await withOffice { office in
            try await office.submit(Office.code(1), [1])
            try await office.open(Office.code(2))
            let bad = try await office.scan(2, into: Office.code(2))
            let lost = try await office.scan(3, into: Office.code(2))
            try damage(bad, in: office)
            #expect(unsafe unlink(office.spool.pages.path(of: lost).string) == 0)
            let findings = try await office.spool.recover()
            #expect(
                Set(findings.map(Found.init)) == [
                    Found(.damagedPage, digest: bad, code: Office.code(2)),
                    Found(.missingPage, digest: lost, code: Office.code(2)),
                ])
            let aside = try quarantined(office)
            #expect(aside.count == 1 && aside[0].hasPrefix(bad.rawValue))
            #expect(!office.spool.pages.contains(bad))
            let next = try await office.spool.nextToAnnounce(of: office.credentials.identity.station)
            #expect(next?.sequence == 1)
            try await office.submit(Office.code(3), [4])
        }
    }

    @Test func `A page that the disk no longer gives is damaged, and does not stop the start`() async throws {
        try await withOffice { office in
            try await office.open(Office.code(1))
            let bad = try await office.scan(1, into: Office.code(1))
            // Reading a directory fails with an error of the system, as a bad sector does.
            let path = office.spool.pages.path(of: bad).string
            #expect(unsafe unlink(path) == 0)
            #expect(unsafe mkdir(path, 0o700) == 0)
            #expect(
                try await office.spool.recover().map(Found.init) == [
                    Found(.damagedPage, digest: bad, code: Office.code(1))
                ])
            #expect(try quarantined(office).count == 1)
        }
    }

    @Test func `A page that cannot be opened is reported, stays where it is, and does not stop the start`() async throws
    {
        try await withOffice { office in
            try await office.open(Office.code(1))
            let bad = try await office.scan(1, into: Office.code(1))
            try await office.open(Office.code(2))
            let lost = try await office.scan(2, into: Office.code(2))
            // A link to itself cannot be opened, whoever tries.
            let path = office.spool.pages.path(of: bad).string
            #expect(unsafe unlink(path) == 0 && symlink(path, path) == 0)
            #expect(unsafe unlink(office.spool.pages.path(of: lost).string) == 0)
            let expected: Set<Found> = [
                Found(.unreadablePage, digest: bad, code: Office.code(1)),
                Found(.missingPage, digest: lost, code: Office.code(2)),
            ]
            #expect(try await Set(office.spool.recover().map(Found.init)) == expected)
            #expect(try quarantined(office).isEmpty)
            #expect(try await Set(office.spool.verify(with: office.credentials).map(Found.init)) == expected)
        }
    }

    @Test func `Pages that the province has are not read again at start, but by verify`() async throws {
        try await withOffice { office in
            let digest = try await office.submit(Office.code(1), [1])
            let page = try #require(try office.spool.pages.digests().first)
            try await office.receive(digest)
            try damage(page, in: office)
            #expect(try await office.spool.recover().isEmpty)
            #expect(
                try await office.spool.verify(with: office.credentials).map(Found.init) == [
                    Found(.damagedPage, digest: page, code: nil)
                ])
            #expect(try quarantined(office).isEmpty, "verify only looks")
        }
    }

    @Test func `Verify finds each kind of damage, and names its dossier`() async throws {
        try await withOffice { office in
            var digests: [ContentDigest] = []
            for number in 1...6 {
                digests.append(try await office.submit(Office.code(number), [UInt64(number)]))
                try await office.receive(digests[number - 1], at: Office.noon)
            }
            try await office.open(Office.code(7))
            let page = try await office.scan(7, into: Office.code(7))
            #expect(try await office.spool.verify(with: office.credentials).isEmpty)
            try damage(page, in: office)
            try await office.tamper(
                """
                UPDATE submission SET envelope = CAST(replace(CAST(envelope AS TEXT), '"sig":"ME', '"sig":"MF') AS BLOB)
                    WHERE sequence = 1;
                UPDATE submission SET envelope = (SELECT envelope FROM submission WHERE sequence = 5) WHERE sequence = 2;
                UPDATE submission SET receipt = (SELECT receipt FROM submission WHERE sequence = 5) WHERE sequence = 3;
                UPDATE submission SET receipt = CAST(replace(CAST(receipt AS TEXT), '"payload":"e', '"payload":"f') AS BLOB)
                    WHERE sequence = 4;
                """)
            #expect(
                Set(try await office.spool.verify(with: office.credentials).map(Found.init)) == [
                    Found(.damagedPage, digest: page, code: Office.code(7)),
                    Found(.badSignature, digest: digests[0], code: Office.code(1)),
                    Found(.badSignature, digest: digests[1], code: Office.code(2)),
                    Found(.badReceipt, digest: digests[2], code: Office.code(3)),
                    Found(.badReceipt, digest: digests[3], code: Office.code(4)),
                ])
        }
    }

    @Test func `Verify finds a manifest that was taken out of the chain, or moved in it`() async throws {
        try await withOffice { office in
            var digests: [ContentDigest] = []
            for number in 1...5 { digests.append(try await office.submit(Office.code(number), [UInt64(number)])) }
            try await office.tamper(
                """
                PRAGMA foreign_keys = OFF;
                DELETE FROM submission WHERE sequence = 2;
                UPDATE submission SET sequence = 9 WHERE sequence = 5;
                """)
            #expect(
                try await office.spool.verify(with: office.credentials).map(Found.init) == [
                    Found(.brokenChain, digest: digests[2], code: Office.code(3)),
                    Found(.brokenChain, digest: digests[4], code: Office.code(5)),
                ])
        }
    }

    @Test func `Verify finds a signed manifest that names another one before it`() async throws {
        try await withOffice { office in
            var digests: [ContentDigest] = []
            for number in 1...4 { digests.append(try await office.submit(Office.code(number), [UInt64(number)])) }
            var manifest = try await office.manifest(digests[2])
            manifest.previous = digests[0]
            let envelope = office.credentials.key.seal(try Wire.encode(manifest), type: Manifest.payloadType)
            try await office.tamper(
                """
                UPDATE submission SET digest = '\(envelope.payloadDigest)', envelope = x'\(hex(try Wire.encode(envelope)))'
                    WHERE sequence = 3
                """)
            #expect(
                try await office.spool.verify(with: office.credentials).map(Found.init) == [
                    Found(.brokenChain, digest: envelope.payloadDigest, code: Office.code(3)),
                    Found(.brokenChain, digest: digests[3], code: Office.code(4)),
                ])
        }
    }

    @Test func `Another collector's receipt and another key's signature are found out`() async throws {
        try await withOffice { office in
            let digest = try await office.submit(Office.code(1), [1])
            try await office.receive(digest)
            let stranger = try Office(in: office.directory.removingLastComponent().appending("other"))
            let receipt = try Wire.decode(Envelope.self, from: try #require(try await office.spool.receipt(of: digest)))
            let forged = try Wire.encode(stranger.collectorKey.seal(receipt.payload, type: Receipt.payloadType))
            let envelope = try await office.envelope(digest)
            let resigned = try Wire.encode(stranger.credentials.key.seal(envelope.payload, type: Manifest.payloadType))
            try await office.tamper("UPDATE submission SET receipt = x'\(hex(forged))', envelope = x'\(hex(resigned))'")
            #expect(
                Set(try await office.spool.verify(with: office.credentials).map(\.kind)) == [
                    .badReceipt, .badSignature,
                ])
        }
    }

    @Test func `A former enrolment's manifests are still checked for their links`() async throws {
        try await withOffice { office in
            for number in 1...3 { try await office.submit(Office.code(number), [UInt64(number)]) }
            let again = try office.enrolledAgain()
            try await again.spool.resealUnreceipted(with: again.credentials)
            #expect(try await again.spool.verify(with: again.credentials).isEmpty)
            #expect(try await again.spool.verify(with: nil).isEmpty)
            let former = office.credentials.identity.station
            try await office.tamper(
                "PRAGMA foreign_keys = OFF; DELETE FROM submission WHERE sequence = 2 AND station = '\(former)'")
            #expect(try await again.spool.verify(with: again.credentials).map(\.kind) == [.brokenChain])
        }
    }

    @Test func `A record that cannot be read is an error that says what to do, never the end of the program`()
        async throws
    {
        let changes = [
            "UPDATE submission SET digest = 'x'",
            "UPDATE dossier SET code = 'x' WHERE id = 1",
            "UPDATE page SET digest = 'x'", "UPDATE page SET description = '{'", "UPDATE document SET issuedOn = 'x'",
            "UPDATE submission SET envelope = x'00'", "UPDATE submission SET needed = 'x'",
            "UPDATE submissionPage SET digest = 'x'",
        ]
        for change in changes {
            try await withOffice { office in
                let digest = try await office.submit(Office.code(1), [1])
                try await office.spool.recordAnnounced(digest, needed: [], address: "/u")
                try await office.open(Office.code(2))
                try await office.scan(2, into: Office.code(2))
                try await office.tamper("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; \(change)")
                func says(_ body: () async throws -> Void) async {
                    do { try await body() } catch {
                        let text = "\(error)"
                        #expect(text.contains("verify") || text.contains("queue"), "\(change): \(text)")
                    }
                }
                let station = office.credentials.identity.station
                await says { _ = try await office.spool.submissions() }
                await says { _ = try await office.spool.openDossiers() }
                await says { _ = try await office.spool.recover() }
                await says { _ = try await office.spool.verify(with: office.credentials) }
                await says { _ = try await office.spool.nextToAnnounce(of: station) }
                await says { _ = try await office.spool.nextToUpload(of: station) }
                await says { try await office.spool.pruneReceived(keeping: .zero) }
                await says { try await office.seal(Office.code(2)) }
                await says { try await office.submit(Office.code(3), [3]) }
            }
        }
    }

    @Test func `A disk that does not keep what the queue writes ends the program`() async throws {
        let result = await #expect(processExitsWith: .exitCode(74), observing: [\.standardErrorContent]) {
            try await withOffice { office in
                try await office.spool.writeOnFailingDisk()
            }
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("spool.sqlite: SQLite error"), "\(text)")
    }

    @Test func `A disk that does not keep what is copied from the log ends the program`() async throws {
        let result = await #expect(processExitsWith: .exitCode(74), observing: [\.standardErrorContent]) {
            try await withOffice { office in
                try await office.spool.writeOnDiskThatKeepsTheLogAlone()
            }
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("spool.sqlite: SQLite error"), "\(text)")
    }

    @Test func `Verify does not miss what another process deletes meanwhile with a receipt`() async throws {
        try await withOffice { office in
            let other = try office.otherProcess()
            for round in 1...3 {
                let code = Office.code(round)
                try await office.open(code)
                for seed in 0..<20 as Range<UInt64> { try await office.scan(UInt64(round) * 100 + seed, into: code) }
                try await office.receive(try await office.seal(code))
                async let count = other.spool.pruneReceived(keeping: .zero, now: Office.noon.addingTimeInterval(60))
                #expect(try await office.spool.verify(with: office.credentials).isEmpty)
                #expect(try await count == 20)
            }
        }
    }

    @Test func `One submission that cannot be read does not hold up the pages of the others`() async throws {
        try await withOffice { office in
            let first = try await office.submit(Office.code(1), [1])
            let second = try await office.submit(Office.code(2), [2])
            for digest in [first, second] { try await office.spool.recordAnnounced(digest, needed: [], address: "/u") }
            try await office.tamper("UPDATE submission SET envelope = x'7b' WHERE sequence = 1")
            let next = try await office.spool.nextToUpload(of: office.credentials.identity.station)
            #expect(next?.manifest.digest == second)
        }
    }
}

/// A finding as a test writes it.
private struct Found: Hashable {
    let kind: SpoolFinding.Kind
    let digest: ContentDigest
    let code: DossierCode?

    init(_ kind: SpoolFinding.Kind, digest: ContentDigest, code: DossierCode?) {
        self.kind = kind
        self.digest = digest
        self.code = code
    }

    init(_ finding: SpoolFinding) { self.init(finding.kind, digest: finding.digest, code: finding.code) }
}

extension Spool {
    /// Writes more than the log holds, where it can be synced and the file that it is copied into cannot.
    fileprivate func writeOnDiskThatKeepsTheLogAlone() throws {
        try setPaused(true)
        let log = try #require(SystemCall.descriptor(ofFileWith: "spool.sqlite-wal"))
        for call in [SystemCall.fsync, .fdatasync] { call.replace(with: .fail(EIO), sparing: log) }
        try keep(Data(count: 5_000_000), named: "trial")
    }

    /// Writes to the queue where no sync succeeds; SQLite uses one call or the other, as it was built.
    fileprivate func writeOnFailingDisk() throws {
        for call in [SystemCall.fsync, .fdatasync] { call.replace(with: .fail(EIO)) }
        try setPaused(true)
    }
}
