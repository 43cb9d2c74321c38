import ArgumentParser
import Dossiers
import Exchange
import FoundationEssentials
import Registry

/// `station list`
struct StationList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List stations.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Only those of this site.")
    var site: SiteID?

    @Flag(help: "Also those that were revoked or replaced.")
    var all = false

    func run() async throws {
        let stations = try await directory.open().registry.stations(of: site).filter {
            all || $0.standing == .active
        }
        if output.json { return try printJSON(stations.map { StationSummary($0) }) }
        var table = TextTable(["STATION", "SITE", "STATE", "ENROLLED", "LAST SEEN", "SENT", "AGENT", "LABEL"])
        for station in stations {
            table.add([
                station.id.rawValue, station.site.rawValue, station.standing.rawValue,
                Moment.text(station.enrolledAt), Moment.text(station.lastSeenAt), "\(station.headSequence)",
                station.agentVersion, station.label,
            ])
        }
        table.print()
    }
}
