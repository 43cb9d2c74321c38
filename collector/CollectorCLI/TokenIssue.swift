import ArgumentParser
import Dossiers
import FoundationEssentials
import Registry

/// `token issue`
struct TokenIssue: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue", abstract: "Issue a token with which one station can enrol, once, at one site.",
        discussion: "The token is shown here and nowhere else: the collector keeps only its digest.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var actor: ActorOptions

    @Option(help: "The site of the station.")
    var site: SiteID

    @Option(help: ArgumentHelp("How long it can be used: a number and m, h or d.", valueName: "span"))
    var validFor = TimeSpan(argument: "7d")!

    func run() async throws {
        let (token, secret) = try await directory.open().registry
            .issueToken(for: site, lifetime: Double(validFor.seconds), by: actor.actor, at: Date())
        if output.json {
            return try printJSON(
                Answer(id: token.id, token: secret.text, site: token.site, expiresAt: token.expiresAt))
        }
        printLine(secret.text)
        printError("Token \(token.id) for site \(token.site), to be used once before \(Moment.text(token.expiresAt)).")
    }

    private struct Answer: Encodable {
        let id: String
        /// Secret.
        let token: String
        let site: SiteID
        let expiresAt: Date
    }
}
