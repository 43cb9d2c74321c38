import Dossiers
import Exchange
import Registry

/// A dossier at a site, for a terminal.
struct DossierText {
    private let record: DossierRecord

    init(_ record: DossierRecord) { self.record = record }

    func print() {
        printLine("Dossier \(record.code) at site \(record.site)\(record.isDigitised ? ", digitised" : "")")
        for entry in record.manifests { print(entry) }
    }

    private func print(_ entry: ManifestRecord) {
        let manifest = entry.manifest
        let owner = manifest.dossier.owner
        let standing = entry.isEffective ? "stands" : entry.supersededBy.isEmpty ? "does not count" : "superseded"
        printLine("")
        printLine("Manifest   \(entry.digest)")
        printLine("  State    \(entry.state.rawValue), \(standing)")
        printLine("  Station  \(manifest.station), place \(manifest.sequence), operator \(manifest.operatorName)")
        printLine("  Sealed   \(Moment.text(manifest.sealedAt)), received \(Moment.text(entry.announcedAt))")
        printLine("  Owner    \(owner.name)\(owner.identityNumber.map { ", \(MaskedNumber.text($0))" } ?? "")")
        printLine("  Procedure \(manifest.dossier.procedure)")
        if let receipt = entry.receipt {
            let reason = receipt.refusal.map { ": \($0.code), \($0.detail)" } ?? ""
            printLine("  Receipt  \(receipt.number), \(receipt.outcome.rawValue)\(reason)")
        }
        if !manifest.corrections.isEmpty { printLine("  Corrections \(manifest.corrections.count)") }
        for (index, document) in manifest.documents.enumerated() {
            let number = document.number.map { " \($0)" } ?? ""
            let content = document.reuse.map { "reused from \($0.dossier) at \($0.site)" }
            printLine(
                "  \(index + 1). \(document.role.rawValue) \(document.type)\(number), \(document.authority), "
                    + (content ?? "\(document.pages.count) pages"))
            for page in document.pages {
                let turn = page.rotation.map { " turned \($0)°" } ?? ""
                let flags = turn + (page.flags.isEmpty ? "" : " " + page.flags.map(\.rawValue).joined(separator: ","))
                printLine(
                    "     \(page.digest) \(page.width)×\(page.height) \(page.resolution) dpi, "
                        + "\(page.byteLength) bytes\(flags)")
            }
        }
    }
}
