package import Dossiers

/// What a figure was counted from: the list that a number opens.
package struct FigureList: Sendable, Hashable {
    /// What is listed, as the counters count it (see `Measure`).
    package enum Kind: Sendable, Hashable {
        /// Dossiers that an office sealed first, by the day of reception.
        case dossiers(SiteID)
        /// Of those, the ones with all compulsory components (R1).
        case digitisedDossiers(SiteID)
        /// Distinct results that an office scanned first, by the day they were issued (R2).
        case results(SiteID)
        /// Distinct results in force, by the authority competent for them and its level, and the day first sealed (R3).
        case resultsInForce(authority: String, Level)
        /// Dossiers of a procedure that count at an office; all of them, or those with all compulsory components.
        case procedure(String, SiteID, onlyDigitised: Bool)
        /// What an officer of an office sealed and counts as a submission, by the day sealed.
        case submissions(officer: Int64, SiteID)
        /// Of those, the ones that were the first of their dossier anywhere.
        case firstSubmissions(officer: Int64, SiteID)
    }

    package var kind: Kind
    /// The first day; nil: from the beginning.
    package var first: CalendarDay?
    package var last: CalendarDay
    /// The most to give.
    package var limit: Int
    /// Where the list before ended.
    package var after: Place?

    /// A place in a list: the last day, and what came last on it.
    package struct Place: Sendable, Hashable {
        package var day: CalendarDay
        package var key: String

        package init(day: CalendarDay, key: String) {
            self.day = day
            self.key = key
        }
    }

    package init(
        _ kind: Kind, from first: CalendarDay?, through last: CalendarDay, limit: Int = 100, after: Place? = nil
    ) {
        self.kind = kind
        self.first = first
        self.last = last
        self.limit = limit
        self.after = after
    }
}

/// One dossier or result that was counted.
package struct CountedItem: Sendable, Hashable {
    /// The day on which it counts.
    package var day: CalendarDay
    /// The dossier in which it stands; of a result, the one whose statement was sealed last.
    package var dossier: DossierCode
    /// Where that dossier was scanned.
    package var site: SiteID
    package var isDigitised: Bool
    /// Of a result: its type and number.
    package var paperType: String?
    package var paperNumber: String?
    /// Where it stands in the list.
    package var place: FigureList.Place
}
