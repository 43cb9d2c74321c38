import Dossiers
import FoundationEssentials
import GRDB
import Progress
import Registry
import SystemPackage
import TestSupport

/// The totals of R1, R2 and R3 by office from the counters, beside the same from the raw tables by SQLite and DuckDB.
struct TotalsMeasurement {
    let workshop: Workshop
    let province: SyntheticProvince
    /// The day of the report, in the last year.
    let day: CalendarDay

    /// By indicator and office.
    typealias Totals = [String: [String: Int]]

    func figures(of collector: CollectorUnderTest) async throws -> [Figure] {
        let index = PreparedProvinces.index(of: collector)
        let registry = try Registry.open(at: index)
        let (ours, totals) = try report(registry)
        try registry.close()
        workshop.say("decade: the same totals by SQLite over the raw tables")
        let (sqlite, sqliteTotals) = try rawSQLite(index)
        workshop.say("decade: the same totals by DuckDB over the raw tables")
        let (duckdb, duckdbTotals) = try await rawDuckDB(index)
        for (name, others) in [("SQLite", sqliteTotals), ("DuckDB", duckdbTotals)] where others != totals {
            throw CannotMeasure("\(name) finds other totals in the raw tables than the counters have")
        }
        let what = "R1, R2 and R3 of every office in \(day.year) up to \(day), all three the same to the last dossier"
        return [
            Figure(
                "totals by office, counters ÷ SQLite", ours: ours, peer: sqlite, unit: .seconds, goal: .ratioAtMost(1),
                note: "\(what); the whole report in this process, index open ÷ SQL over manifest, dossier and document"),
            Figure(
                "totals by office, counters ÷ DuckDB", ours: ours, peer: duckdb, unit: .seconds, goal: .ratioAtMost(1),
                note: "\(what); the same SQL in DuckDB, over those tables copied into a file of its own beforehand"),
        ]
    }

    private func report(_ registry: Registry) throws -> ([Double], Totals) {
        let request = try ReportRequest(
            period: Period(year: day.year), asOf: day, indicators: [.received, .results, .inForce],
            levels: Level.allCases)
        var (times, totals): ([Double], Totals) = ([], [:])
        for repetition in 0...workshop.repetitions(usual: 5) {
            let start = ContinuousClock.now
            let report = try ProgressReport.make(request, from: registry).get()
            if repetition > 0 { times.append((.now - start).seconds) }
            totals = [:]
            for line in report.lines where line.rate.numerator > 0 {
                guard let site = line.scope.siteID else { continue }
                totals[line.indicator.rawValue, default: [:]][site.rawValue] = line.rate.numerator
            }
        }
        return (times, totals)
    }

    private func rawSQLite(_ index: String) throws -> ([Double], Totals) {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: index, configuration: configuration)
        defer { try? queue.close() }
        var (times, totals): ([Double], Totals) = ([], [:])
        // It takes so long that how warm its caches are does not matter.
        for _ in 0..<min(2, workshop.repetitions(usual: 1)) {
            let start = ContinuousClock.now
            try queue.read { db in
                for (indicator, sql) in try Self.queries() {
                    let rows = try Row.fetchAll(
                        db, sql: sql, arguments: [Period(year: day.year).first.number, day.number])
                    totals[indicator] = Dictionary(rows.map { ($0[0], $0[1]) }) { first, _ in first }
                }
            }
            times.append((.now - start).seconds)
        }
        return (times, totals)
    }

    private func rawDuckDB(_ index: String) async throws -> ([Double], Totals) {
        struct Answer: Decodable {
            let seconds: [Double]
            let totals: Totals
        }
        guard Outsiders.areThere else { throw CannotMeasure("DuckDB is not there; \(Outsiders.explanation)") }
        let result = try await Outsiders.run(
            "sum_raw_tables.py", index, index + ".duckdb", "\(Period(year: day.year).first.number)", "\(day.number)",
            "\(workshop.repetitions(usual: 5))", Self.folder.string, within: .seconds(3600))
        guard result.exitCode == 0 else { throw CannotMeasure("DuckDB: \(result.errors.suffix(400))") }
        let answer = try JSONDecoder().decode(Answer.self, from: Data(result.output.utf8))
        return (answer.seconds, answer.totals)
    }

    /// Where the queries are that both read: `R1.sql` and so on.
    private static let folder = Programs.package.appending("Tests/Outsiders/raw_totals")

    private static func queries() throws -> [(String, String)] {
        try ["R1", "R2", "R3"].map { name in
            (name, try String(contentsOfFile: folder.appending("\(name).sql").string, encoding: .utf8))
        }
    }
}
