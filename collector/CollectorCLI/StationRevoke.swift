import ArgumentParser
import Exchange
import FoundationEssentials
import Registry

/// `station revoke`
struct StationRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Stop a station from delivering.",
        discussion: "What it delivered stays valid. It can enrol again with a new token.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var actor: ActorOptions

    @Argument(help: "The station, such as t-0123456789abcdef.")
    var station: StationID

    func run() async throws {
        let record = try await directory.open().registry.revokeStation(station, by: actor.actor, at: Date())
        printLine("Station \(record.id) of site \(record.site) is revoked.")
    }
}
