import Dossiers
import Foundation
import GRDB
import SystemPackage
import TestSupport
import Testing

@testable import Registry

@Suite("How much is stored")
struct StorageUseTests {
    private static let today = CalendarDay("2021-06-15")!

    @Test("Each content counts once, on the day it came, and is gone when it is removed")
    func byDay() async throws {
        try await withProvince { province throws in
            var station = try province.station()
            func pages(_ seeds: UInt64...) -> [Document] {
                [
                    Document(
                        role: .component, type: "CCCD", authority: "pb-cm-001", level: .commune,
                        pages: seeds.map { SampleContent.page($0) })
                ]
            }
            try province.accept(station.seal("H51.18-210614-0001", documents: pages(1, 2)), at: noon - 86_400)
            try province.accept(station.seal("H51.18-210615-0002", documents: pages(2, 3)))
            let size = SampleContent.page(1).byteLength
            func use() throws -> [[Int]] {
                let use = try province.registry.storageUse(days: 3, through: Self.today)
                #expect(use.days.map(\.day) == [-2, -1, 0].map { Self.today.advanced(by: $0) })
                return [[use.contents, use.bytes]] + use.days.map { [$0.contents, $0.bytes] }
            }
            #expect(try use() == [[3, 3 * size], [0, 0], [2, 2 * size], [1, size]])
            try province.sql("DELETE FROM page; DELETE FROM siteBlob")
            try province.sql("DELETE FROM blob WHERE storedAt < ?", [(noon - 1).seconds])
            #expect(try use() == [[1, size], [0, 0], [0, 0], [1, size]])
        }
    }

    @Test("An index from before knows what it holds by day after its upgrade, to the second of midnight")
    func upgrade() async throws {
        try await withTemporaryDirectory { folder in
            let path = folder.appending("registry.sqlite").string
            do {
                let queue = try DatabaseQueue(path: path)
                try queue.write { db in
                    db.add(function: IdentityKey.function(nil))
                    db.add(function: NameWords.function)
                }
                try Schema.migrator.migrate(queue, upTo: "8 search")
                try queue.write { db in
                    for (number, moment) in [
                        Self.today.start - 1, Self.today.start, Self.today.start + 86_399, Self.today.start + 86_400,
                    ].enumerated() {
                        try db.execute(
                            sql: "INSERT INTO blob (digest, byteLength, storedAt) VALUES (?, 10, ?)",
                            arguments: [Data(repeating: UInt8(number), count: 32), moment.seconds])
                    }
                }
                try queue.close()
            }
            let registry = try Registry.open(at: path)
            defer { try? registry.close() }
            let use = try registry.storageUse(days: 2, through: Self.today)
            #expect(use.contents == 4 && use.bytes == 40)
            #expect(use.days.map(\.contents) == [1, 2])
        }
    }
}
