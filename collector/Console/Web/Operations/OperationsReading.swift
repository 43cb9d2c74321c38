import Dossiers
import Exchange
import FoundationEssentials
import Registry

/// What the operations page shows, read within reach.
struct OperationsReading: Sendable {
    let records: SiteRecords
    /// Of all the province; nil for whoever sees a part of it.
    let storage: StorageUse?
    /// By the day on which they were sealed.
    let submissions: [Int]
    let pages: [Int]
    let waiting: UnsettledSubmissions
    let refused: UnsettledSubmissions
    let stations: [StationSign]
    /// Those that are not told what they should be; for whoever sees all of the province.
    let webhooks: [(hook: WebhookRecord, counts: WebhookCounts)]

    /// Days in the charts; the most rows of a list; for how many days refusals are listed.
    static let (days, most, refusalDays) = (14, 50, 30)

    init(reach: Access.Reach, at now: Date, from registry: Registry) throws(RegistryError) {
        let today = CalendarDay(now)
        let sites: Set<SiteID>? = if case .offices(let own) = reach { own } else { nil }
        records = try registry.siteRecords()
        storage = sites == nil ? try registry.storageUse(days: Self.days, through: today) : nil
        (submissions, pages) = try registry.readFigures { reader throws(RegistryError) in
            (
                try reader.trend(
                    of: .submissions, scopes: reach.names, spans: Self.days, of: 1, through: today),
                try reader.trend(of: .pages, scopes: reach.names, spans: Self.days, of: 1, through: today)
            )
        }
        waiting = try registry.waitingSubmissions(
            announcedBefore: now.addingTimeInterval(-86_400), of: sites, limit: Self.most)
        refused = try registry.refusedSubmissions(
            since: now.addingTimeInterval(-86_400 * Double(Self.refusalDays)), of: sites, limit: Self.most)
        stations = try registry.stationSigns(of: sites)
        webhooks =
            sites == nil
            ? try registry.webhooks().map { hook throws(RegistryError) in (hook, try registry.webhookCounts(hook.id)) }
                .filter { $0.hook.state != .working || $0.counts.parked > 0 } : []
    }

    /// The stations that hold, and were not heard from for `days` days, the longest silent first.
    func silent(for days: Int, at now: Date) -> [StationSign] {
        let limit = now.addingTimeInterval(-86_400 * Double(days))
        return stations.filter { $0.standing == .active && $0.lastSeenAt <= limit }
            .sorted { ($0.lastSeenAt, $0.id.rawValue) < ($1.lastSeenAt, $1.id.rawValue) }
    }

    /// The newest version in use, and the stations that hold and have an older one, the oldest first.
    static func outdated(among stations: [StationSign]) -> (newest: String?, stations: [StationSign]) {
        let active = stations.filter { $0.standing == .active }
            .map { (version: VersionNumber($0.agentVersion), station: $0) }
        guard let newest = active.max(by: { $0.version < $1.version }) else { return (nil, []) }
        let old = active.filter { $0.version < newest.version }.enumerated()
            .sorted { a, b in
                a.element.version == b.element.version
                    ? a.offset < b.offset : a.element.version < b.element.version
            }
        return (newest.station.agentVersion, old.map(\.element.station))
    }
}
