import ArgumentParser
import Dossiers
import FoundationEssentials
import Registry

/// `audit list`
struct AuditList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List entries of the audit trail, the newest first.",
        discussion: "Conditions together narrow the list. With --json each entry has the 'cursor' for --after.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Who: a username, a station, or an account of the machine.")
    var actor: String?

    @Option(help: "What: an action such as account.add, or its noun, account.")
    var action: String?

    @Option(help: "To what: a dossier's code, a station, a username, exactly.")
    var subject: String?

    @Option(help: "Only entries that concern this site. May be repeated.")
    var site: [SiteID] = []

    @Option(help: ArgumentHelp("Not before this day, such as 2026-10-08.", valueName: "day"))
    var from: CalendarDay?

    @Option(help: ArgumentHelp("Not after this day.", valueName: "day"))
    var to: CalendarDay?

    @Option(help: ArgumentHelp("Only entries older than the one with this cursor.", valueName: "cursor"))
    var after: String?

    @Option(help: "The most to list.")
    var limit = 100

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit must be 1 or more.") }
        if let after, AuditQuery.Cursor(after) == nil {
            throw ValidationError("--after must be a cursor that 'audit list --json' gave.")
        }
        if let from, let to, from > to { throw ValidationError("--from is after --to.") }
    }

    func run() async throws {
        let query = AuditQuery(
            actor: actor, action: action, subject: subject, sites: site.isEmpty ? nil : Set(site), firstDay: from,
            lastDay: to, after: after.flatMap { AuditQuery.Cursor($0) }, limit: limit)
        let records = try await directory.open().registry.auditTrail(query)
        if output.json { return try printJSON(records.map(Row.init)) }
        var table = TextTable(["TIME", "ACTOR", "ACTION", "SUBJECT", "SITE", "DETAIL"])
        for entry in records.map(\.entry) {
            let reason = entry.reason.map { "reason: \($0)" }
            table.add([
                Moment.text(entry.at), entry.actor, entry.action, entry.subject, entry.site?.rawValue ?? "–",
                [entry.detail, reason ?? ""].filter { !$0.isEmpty }.joined(separator: "; "),
            ])
        }
        table.print()
        if records.count == limit { printError("There may be more; see --limit.") }
    }

    private struct Row: Encodable {
        let record: AuditRecord

        init(_ record: AuditRecord) { self.record = record }

        func encode(to encoder: any Encoder) throws {
            try record.entry.encode(to: encoder)
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(record.cursor.description, forKey: .cursor)
        }

        private enum Key: CodingKey { case cursor }
    }
}
