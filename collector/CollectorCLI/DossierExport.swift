import ArgumentParser
import ContentStore
import Dossiers
import Exchange
import Exports
import FoundationEssentials
import Registry
import SystemPackage

/// `dossier export`
struct DossierExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a dossier to a PDF, or to a BagIt bag with what proves it.",
        discussion: """
            The PDF (PDF/A-2b) has the pages that stand as they are stored, each paper with a bookmark. The bag has the \
            pages, former ones too, the signed manifests and receipts, the public keys, and how to verify them with \
            openssl. Who exported which dossier, and why, is recorded in the audit trail first. The name of the file or \
            folder is yours to choose: no names of citizens.
            """)

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var actor: ActorOptions

    @Argument(help: "The dossier's code, such as H15.50.05.13-261008-0975.")
    var code: DossierCode

    @Option(help: "The site that scanned it.")
    var site: SiteID

    @Option(help: "Why it is needed; goes to the audit trail. No names of citizens.")
    var reason: String

    @Option(help: ArgumentHelp("The PDF to write.", valueName: "file"))
    var pdf: String?

    @Option(help: ArgumentHelp("The bag to make: a folder that is not there yet.", valueName: "dir"))
    var bag: String?

    func validate() throws {
        if (pdf == nil) == (bag == nil) { throw ValidationError("Give one of --pdf and --bag.") }
        if !isField(reason, limit: TextLimit.name) {
            throw ValidationError("--reason must have 1 to \(TextLimit.name) characters, without line ends.")
        }
    }

    func run() async throws {
        let data = try await directory.open()
        guard let record = try data.registry.dossier(code, at: site).first else { throw DossierError.unknown(code) }
        let contents = try DossierContents(record, procedures: try data.registry.procedures())
        let now = Date()
        try data.registry.audit(
            AuditEntry(
                at: now, actor: actor.actor, action: "dossier.export", subject: code.rawValue,
                detail:
                    "\(pdf == nil ? "bag" : "pdf") of \(contents.pages.count) pages, site \(site); reason: \(reason)"))
        if let pdf {
            try writing(pdf) { path in
                try DossierPDF(contents, store: data.store, producer: Self.program, at: now).write(at: path)
            }
        } else if let bag {
            let stations = try data.registry.stations()
            let origin = DossierBag.Origin(
                collector: data.identity.id, organisation: data.identity.name, key: data.key.verificationKey,
                program: Self.program, actor: actor.actor, moment: now)
            let keys = Dictionary(uniqueKeysWithValues: stations.map { ($0.id, $0.key) })
            try writing(bag) { path in
                try DossierBag(contents, store: data.store, keys: keys, origin: origin).write(to: path)
            }
        }
    }

    private static let program = "sohoa-collector \(SohoaCollector.version)"

    private func writing(_ file: String, _ body: (FilePath) throws -> Void) throws {
        do { try body(FilePath(file)) } catch let error as DossierExportError {
            throw error
        } catch ContentStoreError.system(.fileExists, _, _) {
            throw ExportFileError(file: file, reason: "there is something of that name already")
        } catch { throw ExportFileError(file: file, reason: "\(error)") }
    }
}
