package import Dossiers

/// A page that is stored, with what the scan knows of it.
package struct ScannedPage: Codable, Sendable, Hashable {
    /// Place in this scan, from 1.
    package var number: Int
    /// Sheet of this scan, from 1; in duplex two pages share one.
    package var sheet: Int
    package var side: PageSide
    /// The other side of the sheet is to follow.
    package var awaitsBack: Bool
    package var page: Page
    /// How much of the page carries ink, in permille of its parts.
    package var inkPermille: Double

    package init(number: Int, source: FeedSource, page: Page, inkPermille: Double) {
        self.number = number
        sheet = (number - 1) / source.sidesPerSheet + 1
        side = source == .duplex && number.isMultiple(of: 2) ? .back : .front
        awaitsBack = source == .duplex && side == .front
        self.page = page
        self.inkPermille = inkPermille
    }
}

/// A side of a sheet.
package enum PageSide: String, Codable, Sendable, Hashable {
    case front
    case back
}
