package import Dossiers

/// What an officer did in a span of days.
package struct OfficerLoad: Sendable, Hashable, Identifiable {
    /// Names the officer where no name may stand, as in addresses.
    package var id: Int64
    package var site: SiteID
    /// The account name at the office's stations; empty where it is not known.
    package var name: String
    /// Submissions sealed that count.
    package var submissions: Int
    /// Dossiers that this officer sealed before anybody else.
    package var dossiers: Int
    /// Pages of submissions that stand.
    package var pages: Int
    /// Days with a submission that counts.
    package var days: Int
}
