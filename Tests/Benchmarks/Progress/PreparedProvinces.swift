import Dossiers
import Exchange
import Foundation
import GRDB
import SystemPackage
import TestSupport

/// Collectors' data directories with many dossiers, made once and kept from run to run.
struct PreparedProvinces {
    let workshop: Workshop

    /// A collector with so many dossiers.
    ///
    /// - Parameter isChecked: whether to prove, when it is made, that its rows are those that the collector derives.
    func province(of dossiers: Int, isChecked: Bool = false) async throws -> CollectorUnderTest {
        try await workshop.withFolder { folder in
            let fresh = try await empty(in: folder)
            let kept = workshop.folder.appending("progress-\(dossiers)-\(try recipe(fresh))")
            guard !FileManager.default.fileExists(atPath: kept.string) else {
                return CollectorUnderTest(existing: kept)
            }
            workshop.say("progress: making \(dossiers) dossiers, to be kept in \(kept)")
            try SyntheticProvince(dossiers: dossiers).fill(Self.index(of: fresh))
            if isChecked {
                workshop.say("progress: taking them in one by one, to compare facts and counters")
                try await workshop.withFolder { other in
                    let taken = try await empty(in: other)
                    try SyntheticCheck(synthetic: Self.index(of: fresh), taken: Self.index(of: taken)).run()
                }
            }
            try FileManager.default.moveItem(atPath: fresh.data.string, toPath: kept.string)
            return CollectorUnderTest(existing: kept)
        }
    }

    static func index(of collector: CollectorUnderTest) -> String {
        collector.data.appending("registry.sqlite").string
    }

    /// A collector with offices, targets and denominators, and without dossiers.
    private func empty(in folder: FilePath) async throws -> CollectorUnderTest {
        let collector = try await CollectorUnderTest(in: folder)
        let rows = try Offices.all().flatMap { office in
            ["R1", "R2", "R3"].map { "\($0),\(office.id),\(SyntheticProvince.year),20000,benchmark" }
        }
        let table = folder.appending("baselines.csv")
        try (["indicator,scope,period,denominator,source"] + rows).joined(separator: "\n")
            .write(toFile: table.string, atomically: true, encoding: .utf8)
        try await collector.does("baseline", "import", table.string)
        return collector
    }

    /// What the prepared rows depend on, in short: the tables and the statements that fill them.
    private func recipe(_ collector: CollectorUnderTest) throws -> String {
        let queue = try DatabaseQueue(path: Self.index(of: collector))
        defer { try? queue.close() }
        let tables = try queue.read { try String.fetchAll($0, sql: "SELECT sql FROM sqlite_schema WHERE sql NOT NULL") }
        let text = (tables + SyntheticProvince.script).joined(separator: "\n")
        return String(ContentDigest(sha256Of: Data(text.utf8)).rawValue.prefix(12))
    }
}
