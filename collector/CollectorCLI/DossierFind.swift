import ArgumentParser
import Dossiers
import FoundationEssentials
import Registry
import SettingsFiles

/// `dossier find`
struct DossierFind: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "find", abstract: "Find dossiers by code, owner, paper, procedure, office or day.",
        discussion: """
            The latest to arrive come first; with --code alone they come in the order of codes. Where no owner has the \
            name, owners are found whose names are spelt nearly like it, and the list says so. The search is recorded \
            in the audit trail, without the names and numbers looked for.
            """)

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var actor: ActorOptions

    @Option(help: "The code or its beginning.")
    var code: String?

    @Option(help: "Words of the owner's name or their beginnings, in any order, with or without marks.")
    var owner: String?

    @Flag(help: "The owner's identity number is read from standard input, where no list of processes shows it.")
    var identityNumberStdin = false

    @Option(help: "The number on one of its papers, exactly.")
    var number: String?

    @Option(help: "The type of one of its papers, exactly.")
    var type: String?

    @Option(help: "The code of its procedure.")
    var procedure: String?

    @Option(help: "Only dossiers of this site.")
    var site: SiteID?

    @Option(help: ArgumentHelp("The first day on which it was received.", valueName: "yyyy-mm-dd"))
    var from: CalendarDay?

    @Option(help: ArgumentHelp("The last day on which it was received.", valueName: "yyyy-mm-dd"))
    var through: CalendarDay?

    @Option(help: "The most to list.")
    var limit = 100

    @Option(help: "Where the list before ended, as it said.")
    var after: DossierCursor?

    func validate() throws {
        if !identityNumberStdin, [code, owner, number, type, procedure, site?.rawValue].allSatisfy({ $0 == nil }),
            from == nil,
            through == nil
        {
            throw ValidationError("Say what to look for; see --help.")
        }
        if !(1...10_000).contains(limit) { throw ValidationError("--limit must be from 1 to 10000.") }
        if let from, let through, from > through { throw ValidationError("--from is after --through.") }
    }

    func run() async throws {
        let registry = try await directory.open().registry
        let identityNumber = identityNumberStdin ? StandardInput.line() : nil
        let found = try registry.dossiers(
            DossierQuery(
                code: code, ownerName: owner, identityNumber: identityNumber, paperType: type, paperNumber: number,
                procedure: procedure, sites: site.map { [$0] }, received: days, limit: limit, after: after))
        try registry.audit(
            AuditEntry(
                at: Date(), actor: actor.actor, action: "dossier.find", subject: "index",
                detail: "by \(criteria.joined(separator: ", ")); \(found.dossiers.count) found"))
        try print(found)
    }

    private var days: ClosedRange<CalendarDay>? {
        guard from != nil || through != nil else { return nil }
        return (from ?? CalendarDay(number: 0))...(through ?? CalendarDay(Date()))
    }

    /// What is looked by, for the audit trail.
    private var criteria: [String] {
        [
            code.map { _ in "code" }, owner.map { _ in "owner" }, identityNumberStdin ? "identity number" : nil,
            type.map { _ in "paper type" }, number.map { _ in "paper number" }, procedure.map { _ in "procedure" },
            site.map { "site \($0)" }, days.map { _ in "day" },
        ].compactMap { $0 }
    }

    private func print(_ found: FoundDossiers) throws {
        if output.json {
            return try printJSON(
                Listing(dossiers: found.dossiers, isApproximate: found.isApproximate, next: found.next?.rawValue))
        }
        if found.isApproximate { printError("No owner has that name; these are spelt nearly like it.") }
        var table = TextTable(["CODE", "SITE", "SEALED", "MANIFESTS", "AWAITED", "DIGITISED", "OWNER"])
        for dossier in found.dossiers {
            table.add([
                dossier.code.rawValue, dossier.site.rawValue, Moment.text(dossier.lastSealedAt),
                "\(dossier.manifests)", "\(dossier.announced)", dossier.isDigitised ? "yes" : "no",
                dossier.ownerName ?? "–",
            ])
        }
        table.print()
        if let next = found.next { printError("There are more: --after \(next.rawValue)") }
    }

    private struct Listing: Encodable {
        let dossiers: [DossierSummary]
        let isApproximate: Bool
        let next: String?
    }
}
