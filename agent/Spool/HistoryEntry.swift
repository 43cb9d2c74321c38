package import Dossiers
package import Exchange
package import FoundationEssentials

/// Something that was done with a dossier.
package struct HistoryEntry: Sendable, Hashable {
    package var at: Date
    /// Account name of the officer.
    package var by: String
    package var action: HistoryAction
    /// The page concerned.
    package var page: ContentDigest?
    /// What the action alone does not say. Never a name or a number of a person.
    package var detail: String?
}

/// What was done with a dossier.
package enum HistoryAction: Sendable, Hashable {
    case opened
    /// Opened again after it was sealed, for a further submission.
    case extended
    /// What is said of it was changed; the detail names the fields.
    case changed
    case discarded
    /// Opened again after it was discarded.
    case broughtBack
    /// The detail has the digest of the manifest.
    case sealed
    /// Goes into the manifest.
    case corrected(CorrectionAction)
}

extension HistoryAction: RawRepresentable {
    package init?(rawValue: String) {
        let correction = CorrectionAction(rawValue: rawValue)
        if CorrectionAction.known.contains(correction) {
            self = .corrected(correction)
        } else if let action = Self.others.first(where: { $0.rawValue == rawValue }) {
            self = action
        } else {
            return nil
        }
    }

    package var rawValue: String {
        switch self {
        case .opened: "opened"
        case .extended: "extended"
        case .changed: "changed"
        case .discarded: "discarded"
        case .broughtBack: "broughtBack"
        case .sealed: "sealed"
        case .corrected(let action): action.rawValue
        }
    }

    private static let others: [HistoryAction] = [.opened, .extended, .changed, .discarded, .broughtBack, .sealed]
}
