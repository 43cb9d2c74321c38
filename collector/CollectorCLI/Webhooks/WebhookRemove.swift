import ArgumentParser
import FoundationEssentials
import Registry

/// `webhook remove`
struct WebhookRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "End a webhook; what it was not told of it is told no more.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var actor: ActorOptions

    @Argument(help: "The webhook's name.")
    var name: Username

    func run() async throws {
        let left = try await directory.open().registry.removeWebhook(name, by: actor.actor, at: Date())
        printLine("Webhook \(name) is removed; \(left) messages were not delivered.")
    }
}
