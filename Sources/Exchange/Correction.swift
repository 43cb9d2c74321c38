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
package enum CorrectionAction: String, Codable, Sendable, Hashable, CaseIterable {
    /// The image is to be turned; `detail` has the degrees clockwise, `page` the page.
    case rotated
    /// The page was taken out.
    case removed
    /// A page that was taken or left out is in again.
    case restored
    /// The page was left out because it is blank.
    case leftOut
    /// The page looks blank and stays.
    case keptBlank
    /// `page` was scanned in the place of the one that `detail` names.
    case rescanned
    /// `page` was put before or after the one that `detail` names.
    case inserted
    /// The page has another place; `detail` has the type of its paper.
    case moved
    /// A paper was split before `page`; `detail` has the type of the new paper.
    case split
    /// `page` was added as the back of the one that `detail` names.
    case backsAdded
    /// `page` came from a file.
    case imported
    /// What is said of a paper was changed; `detail` says what.
    case paperChanged
    /// A paper of an earlier dossier is used; `detail` has its type and that dossier's code.
    case reused
}
