import Dossiers
import Progress
import Registry

/// What somebody wants to import, before it is looked at.
struct ImportOrder: Sendable {
    enum Content: Sendable {
        case file(name: String, bytes: [UInt8])
        /// Successions that were put into the form.
        case form(SuccessionForm)
    }

    let kind: ImportKind
    let content: Content
    /// The document behind it, in words.
    var document: String?
    /// The period of a plan's figures.
    var period: Period?

    /// The file's name.
    var name: String {
        switch content {
        case .file(let name, _): name
        case .form: SuccessionForm.source
        }
    }

    /// Bytes that are held for it.
    var size: Int {
        switch content {
        case .file(_, let bytes): bytes.count
        case .form: 0
        }
    }

    /// What stands in the audit trail as where it comes from. Baselines carry their document with each figure.
    var source: String {
        guard let document, kind != .baselines else { return name }
        return "\(name) (\(document))"
    }

    /// The table that it holds, by the rules of the commands.
    func table() throws(ImportFailure) -> ImportTable {
        switch content {
        case .form(let form): return .successions(try form.table())
        case .file(let name, let bytes):
            switch kind {
            case .sites: return .sites(try SiteTable(bytes, file: name))
            case .successions: return .successions(try SuccessionTable(bytes, file: name))
            case .baselines:
                return .baselines(try BaselineTable(bytes, file: name, period: period, source: document))
            case .targets: return .targets(try TargetTable(bytes, file: name))
            case .procedures: return .procedures(try ProcedureTable(bytes, file: name))
            }
        }
    }
}
