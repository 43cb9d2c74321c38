package import Dossiers
package import Scanning
package import Spool

/// A scan as the page shows it.
package struct ScanState: Sendable, Hashable, Codable {
    package enum State: String, Sendable, Hashable, Codable {
        /// The scanner is being opened.
        case opening
        /// The scanner asks for patience.
        case waiting
        case scanning
        /// Somebody asked it to stop; the page at hand is being given up.
        case stopping
        case ended
    }

    package var code: DossierCode
    package var state = State.opening
    /// The page at hand, counted from 1 in this scan, and its bytes from the scanner so far.
    package var page = 0
    package var bytes = 0
    package var pagesSaved = 0
    package var scanner: String?
    /// What it waits for, or how it ended.
    package var text: BilingualText?
    /// After an interruption: how many pages are saved, and where to go on.
    package var resume: BilingualText?
    /// It ended with all paper scanned.
    package var isComplete: Bool?
    /// The stable code of its ending.
    package var ending: String?
    /// Who started it.
    package var startedBy: String

    package init(code: DossierCode, startedBy: String) {
        self.code = code
        self.startedBy = startedBy
    }
}

/// A scan that an officer asks for.
package struct ScanOrder: Sendable, Hashable {
    package var code: DossierCode
    package var placements: PagePlacements
    package var settings: ScanSettings
    /// The officer's account, as it stands in manifests, and how others call the officer.
    package var officer: String
    package var officerName: String
    /// Where its pages go when they do not go on with the stack.
    package var place: UnfinishedScan.Place?
    /// The stack is turned over afterwards, for its backs.
    package var awaitsBacks: Bool

    package init(
        code: DossierCode, placements: PagePlacements, settings: ScanSettings, officer: String, officerName: String,
        place: UnfinishedScan.Place? = nil, awaitsBacks: Bool = false
    ) {
        self.code = code
        self.placements = placements
        self.settings = settings
        self.officer = officer
        self.officerName = officerName
        self.place = place
        self.awaitsBacks = awaitsBacks
    }
}
