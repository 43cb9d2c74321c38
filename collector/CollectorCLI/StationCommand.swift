import ArgumentParser

/// `station`: enrolled stations.
struct StationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "station", abstract: "List, show and revoke stations.",
        subcommands: [StationList.self, StationShow.self, StationRevoke.self])
}
