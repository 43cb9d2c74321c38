import Dossiers
import Exchange
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Registry

/// Every station of a reach and how it is, those that need somebody first; and the same as a file.
struct StationsPages: Sendable {
    let gate: WebGate

    var endpoints: [Endpoint] {
        [
            gate.endpoint("/stations", for: .holders(.seeOperations), get: show),
            gate.endpoint("/stations.csv", for: .holders(.seeOperations), get: export),
        ]
    }

    private struct Pill: Sendable {
        let text: String
        let kind: String
    }

    private struct StationRow: Sendable {
        let label: String
        let href: String
        let office: String
        let officeHref: String?
        let pills: [Pill]
        let lastSeen: String
        let version: String
        let queue: String
        let disk: String
        let scanner: String
    }

    private struct View: Sendable {
        let about: String
        let pages: StationsTabs
        let csv: String
        let tabs: [FrameView.Link]
        let rows: [StationRow]
        let isEmpty: Bool
    }

    @concurrent
    private func show(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        let (fleet, records) = try await reading(visitor, ask.now)
        let wanted = try ask.query.text("concern").flatMap(StationConcern.init)
        let language = ask.language
        let active = fleet.entries.filter { $0.station.sign.standing == .active }
        let rows = active.filter { entry in wanted.map { entry.concerns.contains($0) } ?? true }.map { entry in
            row(entry, office(entry.station.sign.site, records, ask.now), visitor, ask)
        }
        let troubled = active.count { !$0.concerns.isEmpty }
        let all = FrameView.Link(
            name: Texts.allStations(active.count)(language), path: "/stations", isCurrent: wanted == nil)
        let tabs = StationConcern.allCases.compactMap { concern -> FrameView.Link? in
            let count = fleet.counts[concern] ?? 0
            guard count > 0 || concern == wanted else { return nil }
            return FrameView.Link(
                name: "\(Texts.concern(concern)(language)) (\(Texts.count(count, language)))",
                path: "/stations?concern=\(concern.rawValue)", isCurrent: concern == wanted)
        }
        let view = View(
            about: Texts.stationsAbout(
                troubled, of: active.count, scope: visitor.scopeName ?? Texts.wholeProvince(language), at: ask.now)(
                    language),
            pages: StationsTabs(.stations, visitor.access, language), csv: "/stations.csv", tabs: [all] + tabs,
            rows: rows, isEmpty: rows.isEmpty)
        return ask.page("stations", view, title: Texts.stationsTitle(language), at: .operations)
    }

    /// All stations as a file, those that were revoked or replaced too; that it was taken is in the trail.
    @concurrent
    private func export(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        let (fleet, records) = try await reading(visitor, ask.now)
        let entry = visitor.entry(
            "stations.export", "stations", site: visitor.account.scope, detail: "\(fleet.entries.count)", at: ask.now)
        try await gate.registry.perform { registry throws(RegistryError) in try registry.audit(entry) }
        let table = StationsTable(fleet) { office($0, records, ask.now) }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8",
                .contentDisposition: "attachment; filename=\"tram-quet-\(CalendarDay(ask.now)).csv\"",
            ], body: .init(byteBuffer: ByteBuffer(string: table.csv)))
    }

    private func reading(
        _ visitor: Visitor, _ now: Date
    ) async throws(RegistryError) -> (FleetReading, SiteRecords) {
        let reach = visitor.access.reach
        return try await gate.registry.perform { registry throws(RegistryError) in
            let sites: Set<SiteID>? = if case .offices(let own) = reach { own } else { nil }
            return (FleetReading(try registry.stationHealth(of: sites), at: now), try registry.siteRecords())
        }
    }

    private func office(_ id: SiteID, _ records: SiteRecords, _ now: Date) -> String {
        let site = records.site(id, on: CalendarDay(now)) ?? records.facts[id]?.last
        return site.map { $0.pageName(under: $0.parent.flatMap { records.facts[$0]?.last }) } ?? id.rawValue
    }

    private func row(_ entry: FleetReading.Entry, _ office: String, _ visitor: Visitor, _ ask: WebAsk) -> StationRow {
        let (sign, beat, language) = (entry.station.sign, entry.station.heard?.beat, ask.language)
        let unknown = Texts.notTold(language)
        return StationRow(
            label: sign.label, href: "/stations/\(sign.id)", office: office,
            officeHref: visitor.access.allows(.seeFigures, at: sign.site) ? "/offices/\(sign.site)" : nil,
            pills: entry.concerns.map {
                Pill(
                    text: Texts.concern($0, entry.station, at: ask.now)(language),
                    kind: $0 <= .scanner ? "bad" : "wait")
            }, lastSeen: VietnamTime.text(sign.lastSeenAt), version: sign.agentVersion,
            queue: beat.map { Texts.stationQueue($0.waiting, $0.bytesWaiting, language) } ?? unknown,
            disk: beat.map { Texts.bytes($0.diskFree, language) } ?? unknown,
            scanner: beat.map { beat in
                beat.scanners.isEmpty
                    ? Texts.noScannerYet(language) : beat.scanners.map(\.name).joined(separator: ", ")
            } ?? unknown)
    }
}
