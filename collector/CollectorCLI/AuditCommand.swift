import ArgumentParser

/// `audit`: who did and saw what.
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Search the audit trail.", subcommands: [AuditList.self])
}
