import Dossiers
import Exchange
import FoundationEssentials
import Progress
import Registry

/// What the page of an office shows, read for it.
struct OfficeReading: Sendable {
    let records: SiteRecords
    let report: ProgressReport
    let weeklyResults: [Int]
    let weeklyDossiers: [Int]
    let lastDay: CalendarDay?
    /// Stations, submissions that wait or were refused; nil for whoever may not see them.
    let operations: Operations?

    struct Operations: Sendable {
        let stations: [StationSign]
        let scanners: [StationID: [String]]
        let waiting: UnsettledSubmissions
        let refused: UnsettledSubmissions
    }

    /// Weeks in the charts.
    private static let weeks = 26
    /// The stations whose last submission is looked into for scanners.
    private static let stationsLookedInto = 10
    /// The most submissions listed, and for how many days refusals are.
    static let (most, refusalDays) = (20, 30)

    /// Nil when there is no such office.
    init?(
        _ id: SiteID, _ choice: PeriodChoice, seesOperations: Bool, at now: Date, from registry: Registry
    ) throws(RegistryError) {
        let read = try registry.readFigures { reader throws(RegistryError) -> Figures? in
            let request = choice.request(sites: [id])
            // Its own lines only: the others' would be most of the work.
            guard case .success(let report) = try ProgressReport.make(request, with: reader) else { return nil }
            let records = try reader.siteRecords()
            // As in the figures, predecessors are in it.
            let scopes = Set(
                ([id] + records.predecessors(of: id, on: request.day)).map(\.rawValue))
            return Figures(
                records: records, report: report,
                results: try reader.trend(
                    of: .resultsInForce, scopes: scopes, spans: Self.weeks, through: request.day),
                dossiers: try reader.trend(
                    of: .digitisedDossiers, scopes: scopes, spans: Self.weeks, through: request.day),
                lastDay: try reader.lastDays(of: .submissions, scopes: [id.rawValue], through: CalendarDay(now))[
                    id.rawValue])
        }
        guard let read else { return nil }
        (records, report, lastDay) = (read.records, read.report, read.lastDay)
        (weeklyResults, weeklyDossiers) = (read.results, read.dossiers)
        operations = seesOperations ? try Self.operations(of: id, at: now, from: registry) : nil
    }

    private struct Figures {
        let records: SiteRecords
        let report: ProgressReport
        let results: [Int]
        let dossiers: [Int]
        let lastDay: CalendarDay?
    }

    private static func operations(
        of id: SiteID, at now: Date, from registry: Registry
    ) throws(RegistryError) -> Operations {
        let stations = try registry.stationSigns(of: [id])
        var scanners: [StationID: [String]] = [:]
        for station in stations.filter({ $0.standing == .active }).suffix(stationsLookedInto) {
            scanners[station.id] = try registry.scannersInUse(at: station.id)
        }
        return Operations(
            stations: stations, scanners: scanners,
            waiting: try registry.waitingSubmissions(announcedBefore: now + 1, of: [id], limit: most),
            refused: try registry.refusedSubmissions(
                since: now.addingTimeInterval(-86_400 * Double(refusalDays)), of: [id], limit: most))
    }
}
