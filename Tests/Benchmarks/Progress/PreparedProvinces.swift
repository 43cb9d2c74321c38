import Dossiers
import Exchange
import Foundation
import GRDB
import SystemPackage
import TestSupport

/// Collectors' data directories with many dossiers, made once and kept from run to run.
struct PreparedProvinces {
    let workshop: Workshop

    /// A collector with the dossiers of `province`.
    ///
    /// - Parameter isChecked: whether to prove, when it is made, that its rows are those that the collector derives.
    func collector(of province: SyntheticProvince, isChecked: Bool = false) async throws -> CollectorUnderTest {
        try await workshop.withFolder { folder in
            let fresh = try await empty(in: folder, for: province)
            let kept = workshop.folder.appending(try name(of: province, fresh))
            guard !FileManager.default.fileExists(atPath: kept.string) else {
                return CollectorUnderTest(existing: kept)
            }
            workshop.say("progress: making \(province.dossiers) dossiers, to be kept in \(kept)")
            try province.fill(Self.index(of: fresh), say: workshop.say)
            if isChecked {
                workshop.say("progress: taking them in one by one, to compare rows, facts and counters")
                try await workshop.withFolder { other in
                    let taken = try await empty(in: other, for: province)
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

    /// A collector with offices, targets and the denominators of `province`, and without dossiers.
    func empty(in folder: FilePath, for province: SyntheticProvince) async throws -> CollectorUnderTest {
        let collector = try await CollectorUnderTest(in: folder)
        let quarters = (1...4).map { "-Q\($0)" }
        let rows = try Offices.all().flatMap { office in
            (province.firstYear...province.year).flatMap { year in
                [("R1", quarters), ("R2", quarters), ("R3", [""])].flatMap { indicator, parts in
                    parts.map { "\(indicator),\(office.id),\(year)\($0),\(20000 / parts.count),benchmark" }
                }
            }
        }
        let table = folder.appending("baselines.csv")
        try (["indicator,scope,period,denominator,source"] + rows).joined(separator: "\n")
            .write(toFile: table.string, atomically: true, encoding: .utf8)
        try await collector.does("baseline", "import", table.string)
        return collector
    }

    /// What the prepared rows depend on, the tables and the statements that fill them, stands in it in short.
    private func name(of province: SyntheticProvince, _ collector: CollectorUnderTest) throws -> String {
        let queue = try DatabaseQueue(path: Self.index(of: collector))
        defer { try? queue.close() }
        let tables = try queue.read { try String.fetchAll($0, sql: "SELECT sql FROM sqlite_schema WHERE sql NOT NULL") }
        let text = (tables + province.statements + province.sums).joined(separator: "\n")
        let recipe = ContentDigest(sha256Of: Data(text.utf8)).rawValue.prefix(12)
        return "progress-\(province.dossiers)-\(province.years)-\(recipe)"
    }
}
