import ArgumentParser
import Dossiers
import Exchange
import FoundationEssentials
import Registry
import SystemPackage

/// `dossier show`
struct DossierShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a dossier, or export a manifest or receipt of it.",
        discussion: """
            With --envelope or --receipt it writes the DSSE envelope in JSON: the manifest's byte by byte as the station \
            sent it. 'station show --pem' and 'key' give the keys that verify them. It is recorded in the audit trail.
            """)

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var actor: ActorOptions

    @Argument(help: "The dossier's code, such as H15.50.05.13-261008-0975.")
    var code: DossierCode?

    @Option(help: "Only what this site scanned.")
    var site: SiteID?

    @Option(help: ArgumentHelp("Export this manifest's envelope.", valueName: "digest"))
    var envelope: ContentDigest?

    @Option(help: ArgumentHelp("Export the envelope of this manifest's receipt.", valueName: "digest"))
    var receipt: ContentDigest?

    func validate() throws {
        if [code != nil, envelope != nil, receipt != nil].count(where: { $0 }) != 1 {
            throw ValidationError("Give one of: a code, --envelope or --receipt.")
        }
    }

    func run() async throws {
        let registry = try await directory.open().registry
        if let digest = envelope {
            let record = try manifest(digest, in: registry)
            try audit("manifest.export", digest.rawValue, in: registry)
            try FileDescriptor.standardOutput.writeAll(record.envelope)
            return
        }
        if let digest = receipt {
            guard let envelope = try manifest(digest, in: registry).receiptEnvelope else {
                throw DossierError.noReceipt(digest)
            }
            try audit("receipt.export", digest.rawValue, in: registry)
            return try printJSON(envelope)
        }
        guard let code else { return }
        let records = try registry.dossier(code, at: site)
        guard !records.isEmpty else { throw DossierError.unknown(code) }
        try audit("dossier.show", code.rawValue, in: registry)
        if output.json { return try printJSON(records.map { DossierListing($0) }) }
        for record in records { DossierText(record).print() }
    }

    private func manifest(_ digest: ContentDigest, in registry: Registry) throws -> ManifestRecord {
        guard let record = try registry.manifest(digest) else { throw DossierError.unknownManifest(digest) }
        return record
    }

    private func audit(_ action: String, _ subject: String, in registry: Registry) throws {
        try registry.audit(AuditEntry(at: Date(), actor: actor.actor, action: action, subject: subject))
    }
}

/// What was asked for is not there.
enum DossierError: CannotRun {
    case unknown(DossierCode)
    case unknownManifest(ContentDigest)
    case noReceipt(ContentDigest)

    var description: String {
        switch self {
        case .unknown(let code):
            "there is no dossier \(code) here; 'sohoa-collector dossier find' looks for similar ones"
        case .unknownManifest(let digest):
            "there is no manifest \(digest) here; 'sohoa-collector dossier show' lists them"
        case .noReceipt(let digest): "manifest \(digest) has no receipt yet: its pages are awaited"
        }
    }
}
