import ArgumentParser

/// `webhook`: who is told of accepted dossiers.
struct WebhookCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhook", abstract: "Tell other systems of accepted dossiers, as soon as they are accepted.",
        discussion: """
            The running collector sends; messages are signed in the manner of Standard Webhooks and hold codes and digests, \
            no person. A receiver that cannot be reached is tried again for 5 days.
            """,
        subcommands: [
            WebhookAdd.self, WebhookList.self, WebhookRemove.self, WebhookTest.self, WebhookDeliveries.self,
            WebhookRetry.self,
        ])
}
