import ArgumentParser
import Dossiers
import FoundationEssentials
import Registry

extension Permission: ExpressibleByArgument {}
extension SystemTermsError: CannotRun {}

/// `system add`
struct SystemAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Let another system read through the API.",
        discussion: """
            The token is shown here and nowhere else: the collector keeps only its digest. Permissions: figures (progress, \
            offices, targets), dossier-lists (dossiers by code, receipts; no persons), dossiers (owners, papers, page \
            images, signed submissions; each with a reason), imports (baselines, frozen reports), manage-imports (the \
            catalogue of procedures; whole province only).
            """)

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var actor: ActorOptions

    @Argument(help: "Its name in the audit trail: 2 to 32 of a-z, 0-9, '.', '_', '-', a letter first.")
    var name: Username

    @Option(
        name: .customLong("permission"),
        help: ArgumentHelp("What it may see: see above. May be repeated.", valueName: "permission"))
    var permissions: [Permission]

    @Option(help: ArgumentHelp("The office whose subtree it is limited to.", valueName: "site"))
    var scope: SiteID?

    @Option(help: ArgumentHelp("How long the token holds: a number and m, h or d, a year at most.", valueName: "span"))
    var validFor = TimeSpan(argument: "365d")!

    func run() async throws {
        let terms = try SystemTerms(scope: scope, permissions: Set(permissions), lifetime: validFor.seconds)
        let made = try await directory.open().registry.addSystem(name, terms, by: actor.actor, at: Date())
        try SystemAnswer(made).print(asJSON: output.json)
    }
}

/// A new token, shown once.
struct SystemAnswer: Encodable {
    private let system: SystemRecord
    /// Secret.
    private let token: String

    init(_ made: (system: SystemRecord, token: SystemToken)) { (system, token) = (made.system, made.token.text) }

    /// The token goes to standard output alone, so that it can be piped to where it belongs.
    func print(asJSON: Bool) throws {
        if asJSON { return try printJSON(self) }
        printLine(token)
        printError(
            "System \(system.name), \(system.scope.map { "limited to \($0)" } ?? "the whole province"), may use this token "
                + "until \(Moment.text(system.expiresAt)). It is shown only now.")
    }
}
