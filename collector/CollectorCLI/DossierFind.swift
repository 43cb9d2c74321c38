import ArgumentParser
import Dossiers
import FoundationEssentials
import Registry

/// `dossier find`
struct DossierFind: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "find", abstract: "Find dossiers by code, owner, or the number on a paper.",
        discussion: "The search is recorded in the audit trail, without the names looked for.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var actor: ActorOptions

    @Option(help: "The code or its beginning.")
    var code: String?

    @Option(help: "The owner's name or a part of it, with or without marks.")
    var owner: String?

    @Option(help: "The number on one of its papers, exactly.")
    var number: String?

    @Option(help: "Only dossiers of this site.")
    var site: SiteID?

    @Option(help: "The most to list.")
    var limit = 100

    func validate() throws {
        if code == nil, owner == nil, number == nil, site == nil {
            throw ValidationError("Say what to look for: --code, --owner, --number or --site.")
        }
        if limit < 1 { throw ValidationError("--limit must be 1 or more.") }
    }

    func run() async throws {
        let registry = try await directory.open().registry
        let found = try registry.dossiers(
            DossierQuery(code: code, ownerName: owner, paperNumber: number, site: site, limit: limit))
        let fields = [
            code.map { _ in "code" }, owner.map { _ in "owner" }, number.map { _ in "number" },
            site.map { "site \($0)" },
        ].compactMap { $0 }
        try registry.audit(
            AuditEntry(
                at: Date(), actor: actor.actor, action: "dossier.find", subject: "index",
                detail: "by \(fields.joined(separator: ", ")); \(found.count) found"))
        if output.json { return try printJSON(found) }
        var table = TextTable(["CODE", "SITE", "SEALED", "MANIFESTS", "AWAITED", "DIGITISED", "OWNER"])
        for dossier in found {
            table.add([
                dossier.code.rawValue, dossier.site.rawValue, Moment.text(dossier.lastSealedAt),
                "\(dossier.manifests)", "\(dossier.announced)", dossier.isDigitised ? "yes" : "no",
                dossier.ownerName ?? "–",
            ])
        }
        table.print()
        if found.count == limit { printError("There may be more; see --limit.") }
    }
}
