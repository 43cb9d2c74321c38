package import Dossiers
package import FoundationEssentials

/// Something an officer changed after it was scanned or entered: a line of the manifest's history.
package struct Correction: Codable, Sendable, Hashable {
    /// The longest `detail`, in Unicode scalars.
    package static let maximumDetail = 200

    package var at: Date
    /// Account name of the officer.
    package var by: String
    package var action: CorrectionAction
    /// The page concerned; nil where a paper is.
    package var page: ContentDigest?
    /// What the action alone does not say, for instance the degrees of a rotation.
    package var detail: String?

    package init(at: Date, by: String, action: CorrectionAction, page: ContentDigest? = nil, detail: String? = nil) {
        self.at = at
        self.by = by
        self.action = action
        self.page = page
        self.detail = detail
    }
}

/// Kinds of correction.
///
/// An open set: a kind that a later version names is kept as it came, so that a collector that is older than a station takes
/// what that states.
package struct CorrectionAction: RawRepresentable, Codable, Sendable, Hashable {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    /// The image is to be turned; `detail` has the degrees clockwise, `page` the page.
    package static let rotated = CorrectionAction(rawValue: "rotated")
    /// The page was taken out.
    package static let removed = CorrectionAction(rawValue: "removed")
    /// A page that was taken or left out is in again.
    package static let restored = CorrectionAction(rawValue: "restored")
    /// The page was left out because it is blank.
    package static let leftOut = CorrectionAction(rawValue: "leftOut")
    /// The page looks blank and stays.
    package static let keptBlank = CorrectionAction(rawValue: "keptBlank")
    /// `page` was scanned in the place of the one that `detail` names.
    package static let rescanned = CorrectionAction(rawValue: "rescanned")
    /// `page` was put before or after the one that `detail` names.
    package static let inserted = CorrectionAction(rawValue: "inserted")
    /// The page has another place; `detail` has the type of its paper.
    package static let moved = CorrectionAction(rawValue: "moved")
    /// A paper was split before `page`; `detail` has the type of the new paper.
    package static let split = CorrectionAction(rawValue: "split")
    /// `page` was added as the back of the one that `detail` names.
    package static let backsAdded = CorrectionAction(rawValue: "backsAdded")
    /// `page` came from a file.
    package static let imported = CorrectionAction(rawValue: "imported")
    /// What is said of a paper was changed; `detail` says what.
    package static let paperChanged = CorrectionAction(rawValue: "paperChanged")
    /// A paper of an earlier dossier is used; `detail` has its type and that dossier's code.
    package static let reused = CorrectionAction(rawValue: "reused")

    /// The kinds that this version knows.
    package static let known: [CorrectionAction] = [
        .rotated, .removed, .restored, .leftOut, .keptBlank, .rescanned, .inserted, .moved, .split, .backsAdded,
        .imported, .paperChanged, .reused,
    ]
}
