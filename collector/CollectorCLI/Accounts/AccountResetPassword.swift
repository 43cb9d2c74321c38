import ArgumentParser
import Console
import FoundationEssentials
import Registry

/// `account reset-password`
struct AccountResetPassword: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset-password",
        abstract: "Set an account's password, read from standard input, and end its sessions.",
        discussion: "An account that is locked after wrong attempts can sign in again at once.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var actor: ActorOptions

    @Argument(help: "The username.")
    var username: Username

    @Flag(help: "The password is good for one sign-in, at which its owner sets another.")
    var temporary = false

    @Flag(help: "Take the second factor away too, for whoever lost the phone and the recovery codes.")
    var removeSecondFactor = false

    func run() async throws {
        let registry = try await directory.open().registry
        guard let account = try registry.account(username) else {
            throw RegistryError.unknownAccount(username.rawValue)
        }
        let hash = await PasswordHasher().hash(try PasswordInput.read(for: username))
        try registry.setPassword(of: username, hash: hash, mustChange: temporary, by: actor.actor, at: Date())
        if removeSecondFactor, account.hasSecondFactor {
            try registry.removeSecondFactor(of: account, by: actor.actor, at: Date())
        }
        printLine("The password of \(username) is set; its sessions have ended.")
    }
}
