import ArgumentParser

/// `station`: enrolled stations.
struct Station: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "station", abstract: "List, show and revoke stations.",
        subcommands: [StationList.self, StationShow.self, StationRevoke.self])
}
