/// How one scan of a paper lies on another: turned a little, moved, and larger or smaller by a hair.
struct Alignment: Hashable {
    /// x goes to `cosine · x − sine · y + right`, y to `sine · x + cosine · y + down`.
    private var cosine: Float
    private var sine: Float
    private var right: Float
    private var down: Float

    /// A point that was found, here and there.
    struct Pair {
        var x: Float
        var y: Float
        var otherX: Float
        var otherY: Float
    }

    /// Points that have to agree.
    private static let fewest = 5
    /// Pixels by which a point may be off in any case.
    private static let tolerance: Float = 1.2

    /// The alignment on which most of the pairs agree; nil where too few do.
    init?(_ pairs: [Pair]) {
        var agreeing = pairs
        guard pairs.count > Self.fewest, var fit = Alignment(fitting: agreeing) else { return nil }
        for _ in 0..<6 {
            let errors = pairs.map { fit.error($0) }
            let limit = max(Self.tolerance, errors.sorted()[errors.count / 2] * 1.5)
            agreeing = zip(pairs, errors).filter { $0.1 < limit }.map(\.0)
            guard agreeing.count >= Self.fewest, let next = Alignment(fitting: agreeing) else { return nil }
            fit = next
        }
        self = fit
    }

    /// By least squares.
    private init?(fitting pairs: [Pair]) {
        let count = Float(pairs.count)
        func mean(_ value: (Pair) -> Float) -> Float { pairs.reduce(0) { $0 + value($1) } / count }
        let (x, y, otherX, otherY) = (mean(\.x), mean(\.y), mean(\.otherX), mean(\.otherY))
        var (along, across, spread): (Float, Float, Float) = (0, 0, 0)
        for pair in pairs {
            let (dx, dy, ox, oy) = (pair.x - x, pair.y - y, pair.otherX - otherX, pair.otherY - otherY)
            along += dx * ox + dy * oy
            across += dx * oy - dy * ox
            spread += dx * dx + dy * dy
        }
        guard spread > 0 else { return nil }
        (cosine, sine) = (along / spread, across / spread)
        right = otherX - cosine * x + sine * y
        down = otherY - sine * x - cosine * y
    }

    /// Where a point lies there.
    func place(x: Float, y: Float) -> (x: Float, y: Float) {
        (cosine * x - sine * y + right, sine * x + cosine * y + down)
    }

    private func error(_ pair: Pair) -> Float {
        let at = place(x: pair.x, y: pair.y)
        let (dx, dy) = (at.x - pair.otherX, at.y - pair.otherY)
        return (dx * dx + dy * dy).squareRoot()
    }
}
