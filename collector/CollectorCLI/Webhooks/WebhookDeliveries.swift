import ArgumentParser
import Dossiers
import Exchange
import FoundationEssentials
import Registry

/// `webhook deliveries`
struct WebhookDeliveries: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deliveries", abstract: "List what a webhook is still to be told, the latest first.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The webhook's name.")
    var name: Username

    @Flag(help: "Also what was delivered in the last 30 days.")
    var all = false

    @Option(help: "The most to list, 1 to 10000.")
    var limit = 100

    func validate() throws {
        if !(1...10_000).contains(limit) { throw ValidationError("--limit must be 1 to 10000.") }
    }

    func run() async throws {
        let registry = try await directory.open().registry
        let hook = try registry.webhook(name)
        let rows = try registry.webhookMessages(hook.id, all: all, limit: limit).map(Row.init)
        if output.json { return try printJSON(rows) }
        var table = TextTable(["MESSAGE", "STATE", "ACCEPTED", "RECEIPT", "REFUSALS", "STATUS", "DOSSIER"])
        for row in rows {
            table.add([
                row.id, row.state, Moment.text(row.acceptedAt), "\(row.receipt)", "\(row.refusals)",
                row.status.map { "\($0)" } ?? "–", "\(row.dossier) \(row.site)",
            ])
        }
        table.print()
    }

    private struct Row: Encodable {
        let id: String
        let state: String
        let acceptedAt: Date
        let receipt: Int
        let submission: ContentDigest
        let dossier: DossierCode
        let site: SiteID
        let refusals: Int
        let status: Int?
        let deliveredAt: Date?

        init(_ message: WebhookMessage) {
            (id, acceptedAt, receipt) = (message.name, message.issuedAt, message.receipt)
            (submission, dossier, site) = (message.submission, message.dossier, message.site)
            (refusals, status, deliveredAt) = (message.refusals, message.lastStatus, message.deliveredAt)
            state = message.deliveredAt != nil ? "delivered" : message.parkedAt != nil ? "parked" : "waiting"
        }
    }
}
