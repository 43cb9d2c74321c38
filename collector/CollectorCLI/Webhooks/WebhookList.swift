import ArgumentParser
import Dossiers
import FoundationEssentials
import Registry

/// `webhook list`
struct WebhookList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the webhooks, and how they fare.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let registry = try await directory.open().registry
        let rows = try registry.webhooks().map { Row($0, try registry.webhookCounts($0.id)) }
        if output.json { return try printJSON(rows) }
        var table = TextTable(["WEBHOOK", "STATE", "SCOPE", "WAITING", "PARKED", "NEXT", "LAST PROBLEM", "URL"])
        for row in rows {
            table.add([
                row.name.rawValue, row.state.rawValue, row.scope?.rawValue ?? "province", "\(row.counts.waiting)",
                "\(row.counts.parked)", Moment.text(row.nextAt), row.lastProblem ?? "–", row.url,
            ])
        }
        table.print()
    }

    private struct Row: Encodable {
        let name: Username
        let url: String
        let scope: SiteID?
        let state: WebhookRecord.State
        let failingSince: Date?
        let nextAt: Date?
        let lastProblem: String?
        let counts: WebhookCounts

        init(_ hook: WebhookRecord, _ counts: WebhookCounts) {
            (name, url, scope, self.counts) = (hook.name, hook.url, hook.scope, counts)
            state = hook.state
            (failingSince, lastProblem) = (hook.failingSince, hook.lastProblem)
            nextAt = hook.nextAt.timeIntervalSince1970 > 0 && hook.parkedAt == nil ? hook.nextAt : nil
        }
    }
}
