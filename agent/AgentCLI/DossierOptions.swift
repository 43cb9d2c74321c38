import ArgumentParser
import Dossiers
import Spool

/// The dossier that pages come into, and what is said of it.
struct DossierOptions: ParsableArguments {
    @Option(help: "The dossier's code, for instance 000.18.29.H51-210615-0001.")
    var code: DossierCode

    @Option(help: "Code of the administrative procedure.")
    var procedure: String?

    @Option(
        help: """
            File with the owner's name in its first line and, where it is known, the identity number in its second; - \
            reads them from standard input.
            """)
    var ownerFile: String?

    @Option(help: "The owner's name; where other people use this PC give --owner-file instead: they can see arguments.")
    var owner: String?

    @Option(help: "The owner's identity number; see --owner.")
    var ownerId: String?

    @Option(name: .customLong("operator"), help: "Your account name.")
    var operatorName: String?

    @Option(name: .customLong("document"), help: "\(DocumentArgument.form).")
    var documents: [DocumentArgument] = []

    @Option(help: "Sheets that you counted; compared with what was fed before the dossier is sealed.")
    var sheets: Int?

    @Flag(
        inversion: .prefixedNo, help: "Compulsory components are still missing; what was said before holds without it.")
    var incomplete: Bool?

    @Flag(help: "Add papers to a sealed dossier, for a further submission.")
    var extend = false

    @Flag(help: "Seal the dossier when everything ended well.")
    var seal = false

    @Flag(help: "With --seal: deliver its pages before others'.")
    var urgent = false

    func validate() throws {
        if ownerFile != nil, owner != nil || ownerId != nil {
            throw ValidationError("--owner-file takes the place of --owner and --owner-id")
        }
    }

    /// Opens the dossier with what the flags say and what the spool knows of it already.
    func open(in spool: Spool, _ settings: Settings) async throws {
        let known = try await spool.dossier(code)
        let identity = try settings.credentials().identity
        let (owner, ownerId) = try ownerFile.map(OwnerFile.read) ?? (owner, ownerId)
        guard let procedure = procedure ?? known?.dossier.procedure,
            let owner = owner ?? known?.dossier.owner.name,
            let operatorName = operatorName ?? known?.operatorName
        else { throw Refusal("dossier \(code) is new: give --procedure, --owner-file and --operator") }
        guard known != nil || !documents.isEmpty else {
            throw Refusal("dossier \(code) is new: name its papers, --document \(DocumentArgument.form)")
        }
        try await spool.openDossier(
            Dossier(
                code: code, procedure: procedure,
                owner: Owner(name: owner, identityNumber: ownerId ?? known?.dossier.owner.identityNumber),
                componentsComplete: incomplete.map { !$0 } ?? known?.dossier.componentsComplete ?? true),
            operatorName: operatorName, sheetsExpected: sheets, drafts: documents.map { $0.draft(at: identity) },
            extending: extend)
    }

    /// Seals the dossier if a flag says so.
    func sealIfAsked(_ settings: Settings, json: Bool) async throws {
        guard seal else { return }
        try await SealCommand.seal(code, settings: settings, sheets: nil, urgent: urgent, json: json)
    }
}
