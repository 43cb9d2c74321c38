import Dossiers
import GRDB
import Registry
import TestSupport

/// How long finding a dossier among a million takes at the 95th percentile, beside reading the table from end to end.
struct FindBenchmark {
    let workshop: Workshop

    private static let dossiers = 1_000_000
    private static let limit = 0.2

    func figures() async throws -> [Figure] {
        let province = SyntheticProvince(dossiers: Self.dossiers)
        let collector = try await PreparedProvinces(workshop: workshop).collector(of: province)
        let registry = try Registry.open(at: PreparedProvinces.index(of: collector))
        let queries = try Self.queries(registry)
        let walk = try tableWalk(of: collector)
        var figures: [Figure] = []
        for (name, queries) in queries {
            var times: [Double] = []
            for repetition in 0...workshop.repetitions(usual: 3) {
                for query in queries {
                    let start = ContinuousClock.now
                    let found = try registry.dossiers(query)
                    let time = (.now - start) / .seconds(1)
                    if repetition > 0 { times.append(time) }
                    if found.dossiers.isEmpty != (query.code == "H51.999") {
                        throw CannotMeasure("\(name) finds \(found.dossiers.count) dossiers")
                    }
                }
            }
            let worst = times.sorted()[times.count * 95 / 100]
            figures.append(
                Figure(
                    what: "find \(name), p95 of \(queries.count) queries", ours: Quantity(worst, .seconds),
                    peer: Quantity(walk, .seconds), spread: nil, goal: .atMost(Quantity(Self.limit, .seconds)),
                    note:
                        "the first 50 of 1,000,000 dossiers with their summaries; beside a walk over every owner's name"
                ))
        }
        try registry.close()
        return figures
    }

    /// What a search without an index costs.
    private func tableWalk(of collector: CollectorUnderTest) throws -> Double {
        let queue = try DatabaseQueue(path: PreparedProvinces.index(of: collector))
        defer { try? queue.close() }
        let sql = "SELECT count(*) FROM dossier WHERE instr(ownerSearchKey, 'thach kim') > 0"
        _ = try queue.read { try Int.fetchOne($0, sql: sql) }
        let start = ContinuousClock.now
        _ = try queue.read { try Int.fetchOne($0, sql: sql) }
        return (.now - start) / .seconds(1)
    }

    /// Queries as people make them, the same in every run.
    private static func queries(_ registry: Registry) throws -> [(String, [DossierQuery])] {
        var random = Seeded(20_211_231)
        func code() throws -> DossierSummary {
            let after = Int64.random(in: 2...Int64(dossiers), using: &random)
            return try registry.dossiers(DossierQuery(limit: 1, after: .arrival(after))).dossiers[0]
        }
        let some = try (0..<60).map { _ in try code() }
        let offices = Array(Set(some.map(\.site))).sorted()
        func name(_ dossier: DossierSummary) -> String { dossier.ownerName ?? "" }
        return [
            (
                "by code",
                some.map { DossierQuery(code: $0.code.rawValue) } + [
                    DossierQuery(code: "H51"), DossierQuery(code: "H51.999"),
                ]
            ),
            ("by whole name", some.map { DossierQuery(ownerName: name($0)) }),
            (
                "by part of a name",
                ["nguyen", "nguyen van", "tran t", "n", "le h", "thach kim", "anh", "v"].map {
                    DossierQuery(ownerName: $0)
                }
            ),
            (
                "by misspelt name",
                some.filter { hasLongWord(name($0)) }.map { DossierQuery(ownerName: misspelt(name($0))) }
            ),
            (
                "by name in one office",
                some.map { DossierQuery(ownerName: String(name($0).prefix { $0 != " " }), sites: [$0.site]) }
            ),
            (
                "by name in a district",
                some.map { DossierQuery(ownerName: name($0), sites: Set(offices.prefix(12) + [$0.site])) }
            ),
            ("by paper and office", some.map { DossierQuery(paperType: "GKS", sites: [$0.site]) }),
            (
                "by day",
                some.map { DossierQuery(received: CalendarDay($0.lastSealedAt)...CalendarDay($0.lastSealedAt)) }
            ),
        ]
    }

    /// The name with the last two letters of its last word in each other's place.
    private static func misspelt(_ name: String) -> String {
        var letters = Array(name)
        letters.swapAt(letters.count - 1, letters.count - 2)
        return String(letters)
    }

    /// Whether the last word is long enough to be known though it is misspelt.
    private static func hasLongWord(_ name: String) -> Bool { (name.split(separator: " ").last?.count ?? 0) >= 3 }
}
