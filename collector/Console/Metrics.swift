import Dossiers
import Exchange
import FoundationEssentials
import Hummingbird
import Intake
import NIOCore
import Registry

/// The collector's figures in the text format of Prometheus. No person, dossier or station is named; an office is, as
/// long as there are not more than a province has.
struct Metrics: Sendable {
    let registry: Registry
    let intake: Intake
    let version: String
    let now: @Sendable () -> Date

    /// Offices beyond this number are not told one by one: each is a time series for good.
    static let mostSites = 1000

    /// The figures as they are now.
    @concurrent
    func answer() async throws -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: try await text())))
    }

    /// The figures as they are now, in the text format.
    func text() async throws -> String {
        let moment = now()
        let reading = try await registry.perform { registry throws(RegistryError) in
            try Reading(registry, at: moment)
        }
        var text = MetricsText()
        text.add("sohoa_build_info", "The collector's version.", .gauge, [(["version": version], 1)])
        stations(reading, &text)
        offices(reading, &text)
        text.add("sohoa_receipts_total", "Receipts issued since the beginning.", .counter, [([:], reading.receipts)])
        text.add(
            "sohoa_submissions_waiting", "Submissions that have waited for their pages for more than a day.", .gauge,
            [([:], reading.waiting)])
        text.add(
            "sohoa_submissions_refused", "Submissions of the last 30 days that were refused.", .gauge,
            [([:], reading.refused)])
        text.add("sohoa_storage_contents", "Distinct page contents stored.", .gauge, [([:], reading.storage.contents)])
        text.add("sohoa_storage_bytes", "Bytes of the page contents stored.", .gauge, [([:], reading.storage.bytes)])
        if let space = try? await intake.space() {
            text.add("sohoa_disk_free_bytes", "Bytes free where page contents are stored.", .gauge, [([:], space.free)])
            text.add("sohoa_disk_size_bytes", "Bytes of the disk of the page contents.", .gauge, [([:], space.total)])
            text.add(
                "sohoa_disk_minimum_bytes", "Bytes free below which nothing more is taken in.", .gauge,
                [([:], space.minimum)])
        }
        return text.text
    }

    private func stations(_ reading: Reading, _ text: inout MetricsText) {
        let standings = reading.fleet.entries.map(\.station.sign.standing)
        text.add(
            "sohoa_stations", "Stations by standing.", .gauge,
            [StationRecord.Standing.active, .revoked, .replaced].map { standing in
                (["state": standing.rawValue], standings.count { $0 == standing })
            })
        text.add(
            "sohoa_stations_concern", "Active stations to be looked at, by what is the matter.", .gauge,
            StationConcern.allCases.map { (["concern": $0.rawValue], reading.fleet.counts[$0] ?? 0) })
        let versions = Dictionary(grouping: reading.active.map(\.sign.agentVersion)) { $0 }.mapValues(\.count)
        // As many as are in use at once; what stations send in this place is theirs to choose, so it is bounded.
        text.add(
            "sohoa_stations_version", "Active stations by version, of the 20 most used versions.", .gauge,
            versions.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(20).map {
                (["version": $0.key], $0.value)
            })
    }

    private func offices(_ reading: Reading, _ text: inout MetricsText) {
        let offices = Dictionary(grouping: reading.active, by: \.sign.site).sorted { $0.key < $1.key }
        let told = offices.prefix(Self.mostSites)
        func add(_ name: String, _ help: String, _ value: ([StationHealth]) -> Int?) {
            text.add(
                name, help, .gauge,
                told.compactMap { site, stations in value(stations).map { (["site": site.rawValue], $0) } })
        }
        func beats(_ stations: [StationHealth]) -> [StationHealth.Heard] { stations.compactMap(\.heard) }
        add("sohoa_site_last_seen_timestamp_seconds", "When a station of the office was last heard from.") {
            $0.map { Int($0.sign.lastSeenAt.timeIntervalSince1970) }.max()
        }
        add("sohoa_site_queue_submissions", "Submissions that wait at the office's stations, as last told.") {
            beats($0).isEmpty ? nil : beats($0).reduce(0) { $0 + $1.beat.waiting }
        }
        add("sohoa_site_queue_bytes", "Bytes that wait at the office's stations, as last told.") {
            beats($0).isEmpty ? nil : beats($0).reduce(0) { $0 + $1.beat.bytesWaiting }
        }
        add(
            "sohoa_site_oldest_waiting_timestamp_seconds",
            "When the oldest waiting submission of the office was sealed."
        ) { beats($0).compactMap(\.beat.oldestWaiting).min().map { Int($0.timeIntervalSince1970) } }
        add("sohoa_site_disk_free_bytes", "Bytes free on the fullest disk of the office's stations, as last told.") {
            beats($0).map(\.beat.diskFree).min()
        }
        text.add(
            "sohoa_sites_untold", "Offices with stations that are beyond the number told one by one.", .gauge,
            [([:], max(0, offices.count - Self.mostSites))])
    }

    private struct Reading: Sendable {
        let fleet: FleetReading
        let receipts: Int
        let waiting: Int
        let refused: Int
        let storage: StorageUse

        var active: [StationHealth] {
            fleet.entries.map(\.station).filter { $0.sign.standing == .active }
        }

        init(_ registry: Registry, at now: Date) throws(RegistryError) {
            fleet = FleetReading(try registry.stationHealth(), at: now)
            receipts = try registry.receiptCount()
            waiting = try registry.waitingSubmissions(
                announcedBefore: now.addingTimeInterval(-86_400), of: nil, limit: 0
            ).count
            refused = try registry.refusedSubmissions(
                since: now.addingTimeInterval(-30 * 86_400), of: nil, limit: 0
            ).count
            storage = try registry.storageUse(days: 1, through: CalendarDay(now))
        }
    }
}
