import ArgumentParser
import FoundationEssentials
import Registry

/// `system revoke`
struct SystemRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Make a system's token useless, at once.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var actor: ActorOptions

    @Argument(help: "The system's name.")
    var name: Username

    func run() async throws {
        let system = try await directory.open().registry.revokeSystem(name, by: actor.actor, at: Date())
        printLine("System \(system.name) reads nothing any more.")
    }
}
