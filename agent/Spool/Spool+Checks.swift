import Dossiers
import Exchange

/// What the spool takes into its records: nothing that a manifest could not state.
extension Spool {
    static func check(_ dossier: Dossier) throws(SpoolError) {
        try check(dossier.procedure, "procedure", TextLimit.code)
        try check(dossier.owner.name, "owner", TextLimit.name)
        try check(dossier.owner.identityNumber, "identity number", TextLimit.number)
    }

    static func check(_ draft: DocumentDraft) throws(SpoolError) {
        let paper = draft.document
        try check(paper.type, "document type", TextLimit.code)
        try check(paper.authority, "authority", TextLimit.code)
        try check(paper.number, "document number", TextLimit.number)
        try check(paper.issuer, "issuer", TextLimit.name)
        try check(sheets: draft.sheets)
        if paper.reuse != nil, paper.role != .component {
            throw .unacceptable(field: "reuse", reason: "is for components only", kind: .reuseOfOtherPaper)
        }
    }

    static func check(operatorName: String) throws(SpoolError) {
        try check(operatorName, "operator", TextLimit.name)
    }

    static func check(sheets: Int?) throws(SpoolError) {
        if let sheets, !(1...Manifest.maximumPages).contains(sheets) {
            throw .unacceptable(
                field: "sheets", reason: "must be 1 to \(Manifest.maximumPages)",
                kind: .sheetsOutOfRange(limit: Manifest.maximumPages))
        }
    }

    static func check(_ text: String?, _ field: String, _ limit: Int) throws(SpoolError) {
        if let text, !isField(text, limit: limit) {
            throw .unacceptable(field: field, reason: "must have 1 to \(limit) characters and no control characters")
        }
    }
}
