extension InkField {
    /// Whether this seems to be the same paper, scanned once more: askew, moved, lighter or darker.
    ///
    /// First the ink must lie in the same parts of the page. Then squares are looked for near their place; where most
    /// of them agree on how one scan lies on the other, it is laid so, and each square has to be like its counterpart: a
    /// form that is filled in otherwise has squares that are not. Two copies of one paper, or forms that differ in a
    /// single line, are alike as well: an officer looks at what was found.
    package func isSamePaper(as other: InkField) -> Bool {
        guard abs(width - other.width) <= 8, abs(height - other.height) <= 16, isInked(as: other),
            let alignment = alignment(to: other)
        else { return false }
        let laid = other.laid(alignment, width: width, height: height)
        let (here, there) = (softened, laid.softened)
        var likenesses: [Float] = []
        for (x, y) in squares {
            let isAtEdge =
                min(x, y) < Self.edge || x + Self.side + Self.edge > width || y + Self.side + Self.edge > height
            guard !isAtEdge, max(contrast(x: x, y: y), laid.contrast(x: x, y: y)) >= Self.ink else { continue }
            let likeness = here.best(x: x, y: y, in: there, around: (x, y), within: 1).likeness
            if likeness < Self.leastLike { return false }
            likenesses.append(likeness)
        }
        likenesses.sort()
        return likenesses.count >= Self.fewestSquares && likenesses[likenesses.count / 20] >= Self.like
    }

    /// The contrast from which a square has ink.
    private static let ink: Float = 6
    /// Pixels at the edges that do not count: the scanner's own background shows there.
    private static let edge = 6
    /// Squares with ink from which on a page can be told.
    private static let fewestSquares = 12
    /// What every square has to reach, and what all but one in twenty have to. Rescans of the sample papers by up to 2°
    /// reach 0.78 and 0.81; forms filled in otherwise at most 0.47 and 0.74.
    private static let leastLike: Float = 0.63
    private static let like: Float = 0.78
    /// Squares that are looked for, those with the most ink, how far from their place, and what counts as found.
    private static let sought = 40
    private static let reach = 8
    private static let found: Float = 0.6
    /// How like the parts of the page have to be for a closer look.
    private static let inkedAlike: Float = 0.7

    /// Whether the ink lies in the same parts of the page, give or take 8 pixels.
    private func isInked(as other: InkField) -> Bool {
        let (mine, theirs) = (cells, other.cells)
        let columns = min(mine.columns, theirs.columns)
        let rows = min(mine.values.count / mine.columns, theirs.values.count / theirs.columns)
        guard columns > 2, rows > 2 else { return false }
        for down in -1...1 {
            for right in -1...1 {
                var (p, q, pp, qq, pq): (Float, Float, Float, Float, Float) = (0, 0, 0, 0, 0)
                for y in 1..<rows - 1 {
                    for x in 1..<columns - 1 {
                        let a = mine.values[y * mine.columns + x]
                        let b = theirs.values[(y + down) * theirs.columns + x + right]
                        p += a
                        q += b
                        pp += a * a
                        qq += b * b
                        pq += a * b
                    }
                }
                let count = Float((rows - 2) * (columns - 2))
                let spread = (pp - p * p / count) * (qq - q * q / count)
                if spread > 0, (pq - p * q / count) / spread.squareRoot() >= Self.inkedAlike { return true }
            }
        }
        return false
    }

    private func alignment(to other: InkField) -> Alignment? {
        let inked = squares.map { (x: $0.x, y: $0.y, contrast: contrast(x: $0.x, y: $0.y)) }.filter {
            $0.contrast >= Self.ink
        }
        let pairs = inked.sorted { $0.contrast > $1.contrast }.prefix(Self.sought).compactMap { square in
            let best = best(x: square.x, y: square.y, in: other, around: (square.x, square.y), within: Self.reach)
            return best.likeness < Self.found
                ? nil
                : Alignment.Pair(
                    x: Float(square.x), y: Float(square.y), otherX: Float(best.x), otherY: Float(best.y))
        }
        return Alignment(pairs)
    }

    /// The place near another where a square is most alike.
    private func best(
        x: Int, y: Int, in other: InkField, around place: (x: Int, y: Int), within reach: Int
    ) -> (likeness: Float, x: Int, y: Int) {
        var best: (likeness: Float, x: Int, y: Int) = (-1, place.x, place.y)
        for otherY in max(0, place.y - reach)..<max(1, min(other.height - Self.side, place.y + reach) + 1) {
            for otherX in max(0, place.x - reach)..<max(1, min(other.width - Self.side, place.x + reach) + 1) {
                let likeness = likeness(x: x, y: y, other, x: otherX, y: otherY)
                if likeness > best.likeness { best = (likeness, otherX, otherY) }
            }
        }
        return best
    }
}
