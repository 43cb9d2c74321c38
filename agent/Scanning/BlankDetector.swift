/// Tells an empty side of paper from one with something on it, from the page made small, as it streams past.
///
/// The small page is cut into square tiles of 16 pixels; a tile is inked when several of its pixels are clearly darker
/// than its paper. Print that shows through is faint, dust and hairs touch few tiles, and a fold is a change of paper,
/// so none of them counts for much, while a single line of writing inks a dozen tiles.
package struct BlankDetector: Sendable {
    /// Inked tiles, in permille of all, under which a page is suspected to be blank.
    package static let threshold = 1.5
    /// Levels, of 255, by which ink is darker than the brightest pixel of its tile.
    package static let contrast: UInt8 = 44
    /// Dark pixels that ink a tile.
    package static let darkPixels = 8

    private var inked = 0
    private var inkedOfLastRow = 0
    private var rows = 0
    private var columns = 0

    package init() {}

    /// Takes the next row of tiles: of each, how many pixels are darker than its paper by `contrast`.
    package mutating func addRow(darkPixels counts: some Collection<UInt16>) {
        // Tiles at the edge do not count: scanners show their background there. Which row is the last is not known
        // before the next one comes.
        if rows > 1 { inked += inkedOfLastRow }
        inkedOfLastRow = counts.dropFirst().dropLast().count { $0 >= Self.darkPixels }
        columns = counts.count
        rows += 1
    }

    /// Inked tiles in permille of all; 1000 for a page too small to tell.
    package var inkPermille: Double {
        let tiles = max(0, rows - 2) * max(0, columns - 2)
        return tiles == 0 ? 1000 : Double(inked) * 1000 / Double(tiles)
    }
}
