import ArgumentParser
import FoundationEssentials
import Registry

/// `account disable`
struct AccountDisable: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Stop an account from signing in, and end its sessions at once.",
        discussion: "The account and what the audit trail says of it are kept.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var actor: ActorOptions

    @Argument(help: "The username.")
    var username: Username

    func run() async throws {
        try await directory.open().registry.setAccount(username, isEnabled: false, by: actor.actor, at: Date())
        printLine("Account \(username) is disabled.")
    }
}

/// `account enable`
struct AccountEnable: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enable", abstract: "Let a disabled account sign in again.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var actor: ActorOptions

    @Argument(help: "The username.")
    var username: Username

    func run() async throws {
        try await directory.open().registry.setAccount(username, isEnabled: true, by: actor.actor, at: Date())
        printLine("Account \(username) is enabled.")
    }
}
