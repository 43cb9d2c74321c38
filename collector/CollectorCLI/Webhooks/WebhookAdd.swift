import ArgumentParser
import Dossiers
import FoundationEssentials
import Registry
import Webhooks

extension WebhookURLError: CannotRun {}

/// `webhook add`
struct WebhookAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Tell an address of everything that is accepted from now on.",
        discussion: """
            Prints the secret with which the receiver checks signatures (whsec_…). The collector keeps it nowhere: it comes \
            of the collector's own key and a number of its own.
            """)

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var actor: ActorOptions

    @Argument(help: "Its name: 2 to 32 of a-z, 0-9, '.', '_', '-', a letter first.")
    var name: Username

    @Option(help: "Where to send: https, or http to this machine itself.")
    var url: String

    @Option(help: ArgumentHelp("Only what is accepted of this office and those below it.", valueName: "site"))
    var scope: SiteID?

    func run() async throws {
        let url = try WebhookURL(url)
        let data = try await directory.open()
        let hook = try data.registry.addWebhook(
            name, url: url.description, scope: scope, by: actor.actor, at: Date())
        let secret = WebhookSecret(hook.secret(from: data.key)).text
        if output.json { return try printJSON(Answer(name: name, url: hook.url, scope: scope, secret: secret)) }
        printLine(secret)
        printError(
            "Webhook \(name) is told of what is accepted from now on. Try it: sohoa-collector webhook test \(name)")
    }

    private struct Answer: Encodable {
        let name: Username
        let url: String
        let scope: SiteID?
        /// Secret.
        let secret: String
    }
}
