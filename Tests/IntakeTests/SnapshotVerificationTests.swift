import Dossiers
import Exchange
import Foundation
import Registry
import TestSupport
import Testing

@testable import Intake

/// A verification looks at frozen reports, too.
struct SnapshotVerificationTests {
    private func withThree(_ body: (Collector) throws -> Void) async throws {
        try await withCollector { collector in
            for _ in 1...3 {
                _ = try collector.registry.freeze { place throws(RegistryError) in
                    let head = SnapshotHead(
                        number: place.number, previous: place.previous, collector: "tinh", period: Period(year: 2021),
                        day: CalendarDay("2021-06-30")!, frozenAt: SampleStation.noon, frozenBy: "an")
                    let envelope = collector.key.seal(try! Wire.encode(head), type: SnapshotHead.payloadType)
                    return Result<_, Never>.success((head: head, envelope: envelope))
                }
            }
            try body(collector)
        }
    }

    @Test("Frozen reports that are whole have no findings")
    func whole() async throws {
        try await withThree { collector in
            let findings = try collector.verify()
            #expect(findings == [])
        }
    }

    @Test(
        "One that was altered, exchanged or removed is found",
        arguments: [
            ("UPDATE snapshot SET frozenBy = 'x' WHERE number = 2", Finding.Kind.snapshotDamaged),
            ("UPDATE snapshot SET envelope = X'7b7d' WHERE number = 2", .snapshotDamaged),
            (
                "UPDATE snapshot SET envelope = CAST(replace(envelope, '\"sig\":\"ME', '\"sig\":\"MF') AS BLOB)",
                .snapshotSignature
            ),
            ("DELETE FROM snapshot WHERE number = 2", .snapshotMissing),
            ("DELETE FROM snapshot WHERE number = 1", .snapshotMissing),
        ])
    func damaged(_ statement: String, _ kind: Finding.Kind) async throws {
        try await withThree { collector in
            try collector.sql("DROP TRIGGER snapshotIsNeverChanged; DROP TRIGGER snapshotIsNeverDeleted; \(statement)")
            let kinds = try collector.verify().map(\.kind)
            #expect(Set(kinds) == [kind])
        }
    }
}
