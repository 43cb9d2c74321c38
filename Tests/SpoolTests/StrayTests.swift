import ContentStore
import Dossiers
import Foundation
import Spool
import SystemPackage
import TestSupport
import Testing

/// Pages that no dossier has: left by a station that ended between a page and its record, or all that is left of
/// records that are lost.
@Suite struct StrayTests {
    private static let week = Duration.seconds(7 * 86_400)

    /// Stores a page as a worker does, so many days ago, and records it nowhere.
    private func store(_ seed: UInt64, in office: Office, daysAgo days: Double) throws -> ContentDigest {
        try office.spool.pages.put(SampleContent.bytes(seed, count: 200))
        return try age(seed, in: office, days: days)
    }

    /// Has the page look as if it had been stored so many days ago.
    private func age(_ seed: UInt64, in office: Office, days: Double) throws -> ContentDigest {
        let digest = Office.digest(seed)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -days * 86_400)],
            ofItemAtPath: office.spool.pages.path(of: digest).string)
        return digest
    }

    @Test func `A page that was stored and never recorded goes after the time to keep it, and no other`()
        async throws
    {
        try await withOffice { office in
            // As a station that has been at work for a year.
            try await office.tamper("UPDATE setting SET value = value - 31536000 WHERE name = 'recordsBegan'")
            try await office.open(Office.code(1))
            try await office.scan(1, into: Office.code(1))
            let old = try store(2, in: office, daysAgo: 8)
            let young = try store(3, in: office, daysAgo: 6)
            let strays = try await office.spool.strayPages(keeping: Self.week)
            #expect(strays == [old])
            #expect(try await office.spool.delete(strays: strays) == 1)
            #expect(!office.spool.pages.contains(old))
            #expect(office.spool.pages.contains(young))
            #expect(try await Set(office.spool.strayPages()) == [young])
            #expect(try await office.spool.verify(with: office.credentials).isEmpty, "nothing to worry about")
        }
    }

    @Test func `Pages of records that are lost stay for good; verify names them, and a dossier can take them`()
        async throws
    {
        try await withScratchDirectory { directory in
            let folder = directory.appending("spool")
            let former = try Office(in: folder)
            try await former.open(Office.code(1))
            for seed in 1...3 as ClosedRange<UInt64> { try await former.scan(seed, into: Office.code(1)) }
            let pages = try [0.1, 30, 400].enumerated().map { try age(UInt64($0 + 1), in: former, days: $1) }
            #expect(try await former.spool.verify(with: former.credentials).isEmpty)

            for suffix in ["", "-wal", "-shm"] {
                try FileManager.default.removeItem(atPath: folder.appending("spool.sqlite\(suffix)").string)
            }
            let office = try Office(in: folder)
            #expect(try await office.spool.strayPages().isEmpty, "nothing else is left of the dossier")
            let findings = try await office.spool.verify(with: office.credentials)
            #expect(findings.allSatisfy { $0.kind == .unclaimedPage && $0.code == nil })
            #expect(Set(findings.map(\.digest)) == Set(pages))

            try await office.open(Office.code(1))
            try await office.scan(1, into: Office.code(1))
            let left = try await office.spool.verify(with: office.credentials)
            #expect(Set(left.map(\.digest)) == Set(pages[1...]))
        }
    }
}
