import ArgumentParser
import Console
import Dossiers
import FoundationEssentials
import Registry

extension Username: ExpressibleByArgument {}
extension Role: ExpressibleByArgument {}

/// `account add`
struct AccountAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Make an account; its password is read from standard input.",
        discussion: """
            Roles: officer and site-manager work at an office and need --scope; it, viewer, administrator and auditor \
            reach the whole province, or with --scope an office and those below it.
            """)

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var actor: ActorOptions

    @Argument(help: "The username: 2 to 32 of a-z, 0-9, '.', '_', '-', a letter first.")
    var username: Username

    @Option(help: "The name that pages show.")
    var displayName: String

    @Option(help: "officer, site-manager, it, viewer, administrator or auditor.")
    var role: Role

    @Option(help: ArgumentHelp("The office whose subtree the account is limited to.", valueName: "site"))
    var scope: SiteID?

    @Flag(help: "The password is good for one sign-in, at which its owner sets another.")
    var temporary = false

    func validate() throws {
        if !isField(displayName, limit: TextLimit.name) {
            throw ValidationError("--display-name must have 1 to \(TextLimit.name) characters, without line ends.")
        }
    }

    func run() async throws {
        let terms = try AccountTerms(displayName: displayName, role: role, scope: scope)
        let registry = try await directory.open().registry
        if try registry.account(username) != nil { throw RegistryError.usernameTaken(username.rawValue) }
        let password = try PasswordInput.read(for: username)
        let account = try registry.addAccount(
            username, terms, passwordHash: await PasswordHasher().hash(password), mustChange: temporary,
            by: actor.actor, at: Date())
        printLine(
            "Account \(account.username), \(account.role.rawValue), "
                + "\(account.scope.map { "limited to \($0)" } ?? "the whole province").")
    }
}
