import ArgumentParser
import FoundationEssentials
import Registry

/// `token revoke`
struct TokenRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Make a join token useless.",
        discussion: "A station that enrolled with it already stays enrolled; see 'station revoke'.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var actor: ActorOptions

    @Argument(help: "The token's name in the list, such as j-30f5c1a2b3d.")
    var token: String

    func run() async throws {
        let now = Date()
        let token = try await directory.open().registry.revokeToken(token, by: actor.actor, at: now)
        guard token.state(at: now) != .used else { throw AlreadyUsed(token: token.id) }
        printLine("Token \(token.id) is revoked.")
    }

    /// Too late to revoke.
    private struct AlreadyUsed: Error, CustomStringConvertible {
        let token: String

        var description: String {
            "token \(token) has been used: the station it enrolled stays enrolled; revoke that with 'station revoke'"
        }
    }
}
