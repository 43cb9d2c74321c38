package import Dossiers

/// What to look dossiers up by; what is nil does not narrow the search.
package struct DossierQuery: Sendable, Hashable {
    /// The code or its beginning, in any case.
    package var code: String?
    /// Words of the owner's name or their beginnings, in any order, with or without marks.
    package var ownerName: String?
    /// The owner's identity number, whole; spaces, dots and hyphens do not matter.
    package var identityNumber: String?
    /// The type of one of its papers, exactly.
    package var paperType: String?
    /// The number on one of its papers, exactly.
    package var paperNumber: String?
    package var procedure: String?
    /// The offices that are searched; nil: all of them.
    package var sites: Set<SiteID>?
    /// The days on which the province received it.
    package var received: ClosedRange<CalendarDay>?
    /// The most to give.
    package var limit: Int
    /// Where the list before ended; nil: from the beginning.
    package var after: DossierCursor?

    package init(
        code: String? = nil, ownerName: String? = nil, identityNumber: String? = nil, paperType: String? = nil,
        paperNumber: String? = nil, procedure: String? = nil, sites: Set<SiteID>? = nil,
        received: ClosedRange<CalendarDay>? = nil, limit: Int = 50, after: DossierCursor? = nil
    ) {
        self.code = code
        self.ownerName = ownerName
        self.identityNumber = identityNumber
        self.paperType = paperType
        self.paperNumber = paperNumber
        self.procedure = procedure
        self.sites = sites
        self.received = received
        self.limit = limit
        self.after = after
    }
}

/// A place in a list of dossiers.
package enum DossierCursor: Sendable, Hashable {
    /// After this dossier, in the order of codes.
    case code(DossierCode, SiteID)
    /// After what came with this arrival, the latest first.
    case arrival(Int64)
}

extension DossierCursor: RawRepresentable {
    /// A cursor of the text that `rawValue` gave; nil for any other.
    package init?(rawValue: String) {
        let parts = rawValue.split(separator: "~", omittingEmptySubsequences: false).map(String.init)
        switch parts.count {
        case 1:
            guard let number = Int64(parts[0]), number > 0 else { return nil }
            self = .arrival(number)
        case 2:
            guard let code = DossierCode(rawValue: parts[0]), let site = SiteID(rawValue: parts[1]) else { return nil }
            self = .code(code, site)
        default: return nil
        }
    }

    /// A text for addresses; it names no person.
    package var rawValue: String {
        switch self {
        case .code(let code, let site): "\(code.rawValue)~\(site.rawValue)"
        case .arrival(let number): "\(number)"
        }
    }
}

/// Dossiers that were found.
package struct FoundDossiers: Sendable, Hashable {
    package var dossiers: [DossierSummary]
    /// Whether no owner has the name that was looked for, and these have names spelt nearly like it.
    package var isApproximate: Bool
    /// Where to go on; nil at the end.
    package var next: DossierCursor?
}
