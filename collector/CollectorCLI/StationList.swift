import ArgumentParser
import Dossiers
import Exchange
import FoundationEssentials
import Registry

/// `station list`
struct StationList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List stations, those that need somebody first.",
        discussion: """
            CONCERNS tells what is to be looked at: silent (3 days without a word), disk-low (under 1 GiB), stuck, \
            scanner, refused, paused, clock (over 5 minutes off), settings, old-version.
            """)

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Only those of this site.")
    var site: SiteID?

    @Flag(help: "Also those that were revoked or replaced.")
    var all = false

    func run() async throws {
        let registry = try await directory.open().registry
        let records = Dictionary(uniqueKeysWithValues: try registry.stations(of: site).map { ($0.id, $0) })
        // Of all stations, so that the newest version is the province's.
        let fleet = FleetReading(try registry.stationHealth(), at: Date())
        let stations = fleet.entries.compactMap { entry in
            records[entry.id].flatMap { all || $0.standing == .active ? ($0, entry) : nil }
        }
        if output.json { return try printJSON(stations.map { StationSummary($0, fleet: $1) }) }
        var table = TextTable([
            "STATION", "SITE", "STATE", "ENROLLED", "LAST SEEN", "SENT", "WAITING", "AGENT", "LABEL", "CONCERNS",
        ])
        for (station, entry) in stations {
            table.add([
                station.id.rawValue, station.site.rawValue, station.standing.rawValue,
                Moment.text(station.enrolledAt), Moment.text(station.lastSeenAt), "\(station.headSequence)",
                entry.station.heard.map { "\($0.beat.waiting)" } ?? "-", station.agentVersion, station.label,
                entry.concerns.map(\.rawValue).joined(separator: " "),
            ])
        }
        table.print()
    }
}
