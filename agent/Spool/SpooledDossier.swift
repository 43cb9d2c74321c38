package import Dossiers
package import FoundationEssentials

/// A dossier as it stands in the spool.
package struct SpooledDossier: Sendable, Hashable {
    package var dossier: Dossier
    package var operatorName: String
    package var sheetsExpected: Int?
    package var openedAt: Date
    /// Open for scanning; otherwise everything in it is sealed.
    package var isOpen: Bool
    /// Why the last scan stopped short, if it did.
    package var interruption: String?
    /// The front of a sheet whose back has not come; that sheet is to be fed again.
    package var halfPage: Int?
    package var papers: [SpooledPaper]
    /// Sheets fed so far, over all papers; without one that is to be fed again.
    package var sheetsFed: Int
    /// Those of them that were sealed before the dossier was opened for further papers.
    package var sheetsSealed: Int

    /// The last scan stopped between front and back of a sheet.
    package var isWithinSheet: Bool { halfPage != nil }

    /// Pages that are in the dossier, over all papers.
    package var pageCount: Int { papers.reduce(0) { $0 + $1.document.pages.count } }

    /// Sheets fed of the stack at hand.
    package var sheetsOfStack: Int { sheetsFed - sheetsSealed }
}

/// A paper of a dossier in the spool.
package struct SpooledPaper: Sendable, Hashable, Identifiable {
    /// Its identity in this spool.
    package var id: Int
    /// The paper as it would be sealed now: with the pages that are in.
    package var document: Document
    /// Sheets of the stack that belong to it; nil takes all that follow.
    package var sheets: Int?
    /// Every page in order, those that are out among them.
    package var pages: [SpooledPage]
}

/// A page of a dossier in the spool.
package struct SpooledPage: Sendable, Hashable, Identifiable {
    /// Its identity in this spool.
    package var id: Int
    package var page: Page
    /// Number of its sheet in the dossier, in the order in which sheets were fed.
    package var sheet: Int
    /// Why it is out of the dossier; nil while it is in.
    package var removal: PageRemoval?
    /// The officer decided that it stays although it looks blank.
    package var isKeptBlank: Bool
}

/// Why a page is out of its dossier. It can be brought back until the dossier is sealed and received.
package enum PageRemoval: String, Sendable, Hashable, Codable {
    /// The officer took it out.
    case deleted
    /// The officer left it out because it is blank; its sheet was fed all the same.
    case blank
    /// Another scan has its place.
    case rescanned
}

/// A paper as it is announced before its pages are scanned.
package struct DocumentDraft: Sendable, Hashable {
    /// The paper without pages.
    package var document: Document
    /// Sheets of the stack that belong to it; nil takes all that follow.
    package var sheets: Int?

    package init(document: Document, sheets: Int? = nil) {
        self.document = document
        self.sheets = sheets
    }
}
