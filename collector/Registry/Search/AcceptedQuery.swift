package import Dossiers
package import Foundation

/// Which accepted dossiers to list, in the order in which their last submissions were accepted.
package struct AcceptedQuery: Sendable, Hashable {
    /// The offices; nil: all of them.
    package var sites: Set<SiteID>?
    package var procedure: String?
    /// The day of reception.
    package var received: DayRange
    /// The day on which the last submission was accepted.
    package var accepted: DayRange
    /// Only those accepted after this receipt.
    package var after: Int
    /// The most to give.
    package var limit: Int

    /// Days, open at either end where that is nil.
    package struct DayRange: Sendable, Hashable {
        package var first: CalendarDay?
        package var last: CalendarDay?

        package init(first: CalendarDay? = nil, last: CalendarDay? = nil) {
            self.first = first
            self.last = last
        }

        func contains(_ day: CalendarDay) -> Bool {
            (first.map { $0 <= day } ?? true) && (last.map { day <= $0 } ?? true)
        }
    }

    package init(
        sites: Set<SiteID>? = nil, procedure: String? = nil, received: DayRange = DayRange(),
        accepted: DayRange = DayRange(), after: Int = 0, limit: Int = 100
    ) {
        self.sites = sites
        self.procedure = procedure
        self.received = received
        self.accepted = accepted
        self.after = after
        self.limit = limit
    }
}

/// A dossier at a site, of which a submission was accepted. No person is in it.
package struct AcceptedDossier: Sendable, Hashable {
    package var code: DossierCode
    package var site: SiteID
    /// Of the latest statement that stands.
    package var procedure: String?
    package var receivedOn: CalendarDay?
    /// Of the last accepted submission: when, the number of its receipt, and its digest.
    package var acceptedAt: Date
    package var receipt: Int
    package var submission: ContentDigest
    /// Submissions that were accepted.
    package var submissions: Int
    /// Of the dossier as it counts, whichever site scanned its components.
    package var isDigitised: Bool
}

/// A part of the list.
package struct AcceptedPage: Sendable, Hashable {
    package var dossiers: [AcceptedDossier]
    /// Where to go on, now or when more has come: the last receipt that was looked at.
    package var reached: Int
    /// Whether there is more to look at now. A part may be short of its limit all the same, or empty: how much one call
    /// looks at is bounded, and filters may let little of it through.
    package var hasMore: Bool

    /// The most dossiers that one call looks at.
    package static let mostSeen = 10_000
}
