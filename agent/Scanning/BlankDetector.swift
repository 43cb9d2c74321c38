/// Tells an empty side of paper from one with something on it, from lines as they stream past.
///
/// The page, made small, is cut into square tiles; a tile is inked when several of its pixels are clearly darker than
/// its paper. Print that shows through is faint, dust and hairs touch few tiles, and a fold is a change of paper, so
/// none of them counts for much, while a single line of writing inks a dozen tiles.
package struct BlankDetector {
    /// Inked tiles, in permille of all, under which a page is suspected to be blank.
    package static let threshold = 1.5

    private static let side = 16
    /// Levels by which ink is darker than the paper around it.
    private static let contrast = 32
    /// Dark pixels that ink a tile.
    private static let darkPixels = 8

    private let columns: Int
    private var band: [UInt8] = []
    private var linesInBand = 0
    private var inkedOfBand = 0
    private var inked = 0
    private var bands = 0

    /// - Parameter width: pixels per line of the small page.
    package init(width: Int) {
        columns = width / Self.side
        band = Array(repeating: 0, count: columns * Self.side * Self.side)
    }

    /// Takes a line of the darkest channel of each pixel.
    package mutating func add(_ line: Span<UInt8>) {
        let rest = Self.side - 1
        for column in 0..<columns {
            let from = column * Self.side
            let to = (column * Self.side + linesInBand) * Self.side
            for x in 0...rest { band[to + x] = line[from + x] }
        }
        linesInBand += 1
        if linesInBand == Self.side { endBand() }
    }

    /// Inked tiles in permille of all, leaving out those at the edge, where scanners show their background.
    package var inkPermille: Double {
        let tiles = max(0, bands - 2) * max(0, columns - 2)
        // The last whole band is an edge too: it is not in `inked` yet.
        return tiles == 0 ? 1000 : Double(inked) * 1000 / Double(tiles)
    }

    private mutating func endBand() {
        linesInBand = 0
        bands += 1
        // Each band is counted when the next one shows that it is not the last; the first is the top edge.
        if bands > 2 { inked += inkedOfBand }
        inkedOfBand = 0
        guard columns > 2 else { return }
        for column in 1..<(columns - 1) where isInked(column) { inkedOfBand += 1 }
    }

    private func isInked(_ column: Int) -> Bool {
        let tile = (column * Self.side * Self.side)..<((column + 1) * Self.side * Self.side)
        var histogram = [Int](repeating: 0, count: 256)
        for index in tile { histogram[Int(band[index])] += 1 }
        // The paper is what three quarters of the tile are not brighter than.
        var paper = 0
        var seen = 0
        while seen < tile.count * 3 / 4 {
            seen += histogram[paper]
            paper += 1
        }
        var dark = 0
        for level in 0..<max(0, paper - 1 - Self.contrast) { dark += histogram[level] }
        return dark >= Self.darkPixels
    }
}
