import Dossiers
import Foundation
import Progress
import TestSupport

@testable import Registry

/// Gives `body` an empty index.
func withRegistry<Result>(_ body: (Registry) throws -> Result) async throws -> Result {
    try await withTemporaryDirectory { directory in
        let registry = try Registry.open(at: "\(directory)/registry.sqlite")
        defer { try? registry.close() }
        return try body(registry)
    }
}

/// A file of Sóc Trăng's data as it is shipped.
func shippedData(_ name: String) throws -> [UInt8] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    return Array(try Data(contentsOf: root.appending(path: "packaging/data/soc-trang/\(name)")))
}

func day(_ text: String) -> CalendarDay { CalendarDay(text)! }
func period(_ text: String) -> Period { Period(text)! }
func siteID(_ text: String) -> SiteID { SiteID(rawValue: text)! }

/// The moment of all imports in these tests.
let moment = Date(timeIntervalSince1970: 1_623_690_000)

extension Registry {
    /// Imports offices from the text of a file, as the command does.
    @discardableResult
    func importSites(_ text: String, correcting: Bool = false) throws -> SiteChanges {
        let table = try SiteTable(Array(text.utf8), file: "sites.csv")
        return try changeSites(by: "an", from: "sites.csv", at: moment) { records throws(ImportFailure) in
            try table.plan(for: records, correcting: correcting)
        }.get()
    }

    /// Imports baselines from the text of a file, as the command does; they wait for their approval.
    func proposeBaselines(
        _ text: String, period: Period? = nil, source: String? = nil, replacing: Bool = false
    ) throws -> BaselineImport {
        let table = try BaselineTable(Array(text.utf8), file: "baselines.csv", period: period, source: source)
        return try importBaselines(by: "an", from: "baselines.csv", at: moment) { ground throws(ImportFailure) in
            try table.plan(on: ground, replacing: replacing)
        }.get()
    }

    /// Imports baselines from the text of a file, and a second person approves them.
    @discardableResult
    func importBaselines(
        _ text: String, period: Period? = nil, source: String? = nil, replacing: Bool = false
    ) throws -> BaselineChanges {
        let outcome = try proposeBaselines(text, period: period, source: source, replacing: replacing)
        if let batch = outcome.batch { _ = try approveBaselines(batch.id, by: "bình", at: moment).get() }
        return outcome.changes
    }

    /// Imports successions from the text of a file, as the command does.
    @discardableResult
    func importSuccessions(
        _ text: String, closing: Bool = false, correcting: Bool = false
    ) throws -> SuccessionChanges {
        let table = try SuccessionTable(Array(text.utf8), file: "successions.csv")
        return try changeSuccessions(by: "an", from: "successions.csv", at: moment) { records throws(ImportFailure) in
            try table.plan(for: records, closing: closing, correcting: correcting)
        }.get()
    }

    /// Imports targets from the text of a file, as the command does.
    @discardableResult
    func importTargets(_ text: String, replacing: Bool = false) throws -> TargetChanges {
        let table = try TargetTable(Array(text.utf8), file: "targets.csv")
        return try changeTargets(by: "an", from: "targets.csv", at: moment) { known throws(ImportFailure) in
            try table.plan(known: known, replacing: replacing)
        }.get()
    }

    /// Counts `amount` as the intake does, by day and by month.
    func count(_ amount: Int, _ measure: Measure, _ scope: String, _ level: Level? = nil, on text: String) throws {
        try write { db in
            var tally = Tally()
            tally.add(amount, to: measure, scope: scope, level: level?.rawValue ?? "", on: day(text))
            try tally.apply(to: db)
        }
    }

    /// The report of a period, as the command makes it.
    func report(
        _ text: String, asOf: String = "2030-01-01", _ indicators: [Indicator] = [], levels: [Level] = [],
        sites: [SiteID] = []
    ) throws -> ProgressReport {
        let request = try ReportRequest(
            period: period(text), asOf: day(asOf), indicators: indicators, levels: levels, sites: sites)
        return try ProgressReport.make(request, from: self).get()
    }
}

extension ProgressReport {
    /// The line of a level, or of the province.
    func line(_ level: Level?, _ indicator: Indicator? = nil) -> ReportLine? {
        lines.first { line in
            let isOfScope = level.map { line.scope == .level($0) } ?? (line.scope == .province)
            return isOfScope && (indicator == nil || line.indicator == indicator)
        }
    }

    /// The line of an office.
    func line(_ site: String) -> ReportLine? { lines.first { $0.scope.siteID?.rawValue == site } }
}

/// A small province: its centre, two towns, four wards of two names, one of them exempt.
let smallProvince = """
    site_id,name,level,parent_id,gso_code,valid_from,exempt
    tinh,Trung tâm tỉnh,province,,94,2019-01-01,
    t1,Bộ phận Một cửa Thành phố Một,district,tinh,941,2019-01-01,
    t2,Bộ phận Một cửa Thị xã Hai,district,tinh,942,2019-01-01,
    a1,Bộ phận Một cửa Phường 1,commune,t1,31001,2019-01-01,
    a2,Bộ phận Một cửa Phường 2,commune,t1,31002,2019-01-01,
    b1,Bộ phận Một cửa Phường 1,commune,t2,31003,2019-01-01,
    b2,Bộ phận Một cửa Phường 2,commune,t2,31004,2019-01-01,1
    """
