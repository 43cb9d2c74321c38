package import Dossiers

/// What makes two scans of a result one and the same paper, so that it counts once.
///
/// (competent authority, type, number); where the paper has no number: (dossier code, type). Parts are separated by
/// U+001F, which no field may contain. Codes and numbers are compared byte by byte, as they are opaque.
package enum ResultKey {
    /// The key of `document` in `dossier`, or nil when it is no result.
    package static func of(_ document: Document, in dossier: DossierCode) -> String? {
        guard document.role == .result else { return nil }
        if let number = document.number {
            return ["n", document.authority, document.type, number].joined(separator: "\u{1F}")
        }
        return ["d", dossier.rawValue, document.type].joined(separator: "\u{1F}")
    }
}
