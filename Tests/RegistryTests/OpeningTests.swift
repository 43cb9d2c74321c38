import Exchange
import Foundation
import GRDB
import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import Registry

struct OpeningTests {
    @Test("A new index is made with a write-ahead log, full synchronisation, foreign keys and room for its writer")
    func settings() async throws {
        try await withProvince { province in
            let settings = try province.registry.pool.writeWithoutTransaction { db in
                try ["journal_mode", "synchronous", "foreign_keys", "cache_size"].map { name in
                    try String.fetchOne(db, sql: "PRAGMA \(name)")
                }
            }
            #expect(settings == ["wal", "2", "1", "-65536"])
        }
    }

    @Test("An index of a later version is refused and left as it is")
    func newerVersion() async throws {
        try await withProvince { province in
            try province.sql("INSERT INTO grdb_migrations (identifier) VALUES ('99 of the future')")
            #expect(throws: RegistryError.newerVersion(path: province.registry.path)) {
                _ = try Registry.open(at: province.registry.path)
            }
        }
    }

    @Test("Index and backup are for their owner's eyes only in a directory that lets everybody in, also from before")
    func modes() async throws {
        try await withTemporaryDirectory { folder in
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.string)
            let path = folder.appending("registry.sqlite").string
            let copy = folder.appending("backup.sqlite").string
            for _ in 0..<2 {
                let registry = try Registry.open(at: path)
                try registry.audit(AuditEntry(at: noon, actor: "test", action: "test.write", subject: "x"))
                for file in ["", "-wal", "-shm"] { #expect(try mode(path + file) == 0o600, "\(file)") }
                try registry.backup(to: copy)
                #expect(try mode(copy) == 0o600)
                try registry.close()
                // As an earlier version made it.
                try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
                try FileManager.default.removeItem(atPath: copy)
            }
        }

        func mode(_ path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
    }

    @Test("Those who open an index that has to be made or upgraded wait for whoever does it")
    func upgradedOnce() async throws {
        try await withTemporaryDirectory { folder in
            let path = folder.appending("registry.sqlite").string
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await withCheckedThrowingContinuation { continuation in
                            Thread.detachNewThread {
                                continuation.resume(with: Swift.Result { try Registry.open(at: path).close() })
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("A file that is no database is not opened, and the message names it")
    func noDatabase() async throws {
        try await withTemporaryDirectory { folder in
            let path = folder.appending("registry.sqlite").string
            try Data("Đây không phải là cơ sở dữ liệu, chỉ là một tệp văn bản.".utf8).write(to: URL(filePath: path))
            let error = #expect(throws: RegistryError.self) { _ = try Registry.open(at: path) }
            #expect(error?.description.contains(path) == true)
        }
    }

    @Test("A disk that does not keep what it is given ends the program at the first write", arguments: [true, false])
    func failedSync(atCheckpoint: Bool) async throws {
        try await withTemporaryDirectory { folder in
            let path = folder.appending("registry.sqlite").string
            try Registry.open(at: path).close()
            await #expect(processExitsWith: .exitCode(74)) {
                [path = path as String, atCheckpoint = atCheckpoint as Bool] in
                let registry = try Registry.open(at: path, whenDiskFails: { _ in exit(74) })
                SystemCall.fsync.replace(with: .fail(EIO))
                SystemCall.fdatasync.replace(with: .fail(EIO))
                try registry.write { try $0.execute(sql: "CREATE TABLE trial (value TEXT)") }
                if atCheckpoint { try registry.pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) } }
            }
        }
    }

    @Test("A disk that does not keep what is copied into the index ends the program, beside the commits")
    func failedSyncOfIndex() async throws {
        try await withTemporaryDirectory { folder in
            let path = folder.appending("registry.sqlite").string
            try Registry.open(at: path).close()
            await #expect(processExitsWith: .exitCode(74)) { [path = path as String] in
                let commits = Atomic(false)
                let registry = try Registry.open(
                    at: path, whenDiskFails: { _ in exit(commits.load(ordering: .relaxed) ? 74 : 1) })
                try registry.write { try $0.execute(sql: "CREATE TABLE trial (value BLOB)") }
                // The writer opened it first; the log can be synced, and commits be durable.
                let log = try #require(SystemCall.descriptor(ofFileWith: "registry.sqlite-wal"))
                for call in [SystemCall.fsync, .fdatasync] {
                    call.replace(with: .fail(EIO), sparing: log, onEveryThread: true)
                }
                try registry.write { try $0.execute(sql: "INSERT INTO trial VALUES (1)") }
                commits.store(true, ordering: .relaxed)
                for _ in 0..<3 {
                    try registry.write { try $0.execute(sql: "INSERT INTO trial VALUES (zeroblob(30000000))") }
                }
                try registry.close()
            }
            // What was committed before is there.
            let registry = try Registry.open(at: path)
            #expect(try registry.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM trial") } == 4)
            try registry.close()
        }
    }

    @Test("The log is copied beside the commits once it is 64 MB long, and begins anew")
    func checkpoints() async throws {
        try await withProvince { province in
            let path = province.registry.path
            try province.registry.write { try $0.execute(sql: "CREATE TABLE trial (value BLOB)") }
            for number in 0..<600 {
                // A megabyte each.
                try province.registry.write { try $0.execute(sql: "INSERT INTO trial VALUES (zeroblob(1000000))") }
                if number == 49 { #expect(try size(path) < 5_000_000, "copied before it was due") }
            }
            #expect(try size(path) > 100_000_000, "copied while it is open")
            let log = try size(path + "-wal")
            #expect(log < 300_000_000, "the log has \(log) bytes of 600 MB")
        }

        func size(_ path: String) throws -> Int {
            try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
        }
    }

    @Test("A folder that is not there gives a message and not a crash")
    func noFolder() {
        let error = #expect(throws: RegistryError.self) { _ = try Registry.open(at: "/nowhere/at/all/registry.sqlite") }
        #expect(error?.description.contains("/nowhere/at/all") == true)
    }

    @Test("Everything is there again after closing and opening")
    func reopening() async throws {
        try await withTemporaryDirectory { folder in
            let first = try Province(at: folder)
            var station = try first.station()
            let sealed = station.seal(documents: [.component(SampleContent.page(1))])
            try first.accept(sealed)
            try first.registry.close()
            let again = try Registry.open(at: first.registry.path)
            #expect(try again.submission(sealed.digest, of: commune)?.state == .complete)
            #expect(try again.station(station.id)?.headDigest == sealed.digest)
            try again.close()
        }
    }

    @Test("A commit survives a crash: a copy of the files taken without closing holds it")
    func crash() async throws {
        try await withProvince { province in
            var station = try province.station()
            let copies = province.folder.appending("copies")
            try FileManager.default.createDirectory(atPath: copies.string, withIntermediateDirectories: true)
            for number in 1...5 {
                let sealed = station.seal(
                    "H51.18-210615-000\(number)", documents: [.component(SampleContent.page(UInt64(number)))])
                try province.accept(sealed)
                let copy = copies.appending("\(number).sqlite").string
                for suffix in ["", "-wal"] {
                    try FileManager.default.copyItem(
                        atPath: province.registry.path + suffix, toPath: copy + suffix)
                }
                let crashed = try Registry.open(at: copy)
                #expect(try crashed.submission(sealed.digest, of: commune)?.state == .complete)
                #expect(try crashed.integrityProblems().isEmpty)
                try crashed.close()
            }
        }
    }

    @Test("A backup taken while others write is whole and consistent")
    func backup() async throws {
        try await withProvince { province in
            var station = try province.station()
            for number in 1...20 {
                try province.accept(
                    station.seal(
                        "H51.18-210615-00\(10 + number)", documents: [.component(SampleContent.page(UInt64(number)))]))
            }
            // The writer goes on in another thread; the backup must hold some moment, whole.
            let registry = province.registry
            let writer = Thread {
                for _ in 0..<50 {
                    try? registry.audit(AuditEntry(at: noon, actor: "test", action: "test.write", subject: "x"))
                }
            }
            writer.start()
            let path = province.folder.appending("backup.sqlite").string
            try registry.backup(to: path)
            let copy = try Registry.open(at: path)
            #expect(try copy.integrityProblems().isEmpty)
            #expect(try copy.counts(of: station.id).complete == 20)
            try copy.close()
            #expect(throws: RegistryError.self) { try registry.backup(to: path) }
        }
    }

    @Test("Work handed to the index from an asynchronous context comes back with its result or its error")
    func perform() async throws {
        try await withTemporaryDirectory { folder in
            let province = try Province(at: folder)
            let count = try await province.registry.perform { registry throws(RegistryError) in
                try registry.stations().count
            }
            #expect(count == 0)
            await #expect(throws: RegistryError.unknownToken("j-1")) {
                try await province.registry.perform { registry throws(RegistryError) in
                    _ = try registry.revokeToken("j-1", by: "admin", at: noon)
                }
            }
            try province.registry.close()
        }
    }
}
