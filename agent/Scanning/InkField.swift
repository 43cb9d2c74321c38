/// The ink of a small page against the paper around it, so that neither light nor shade of a scan counts.
package struct InkField: Sendable {
    /// Pixels of a side of the squares that are compared.
    static let side = 16
    /// From the middle of a pixel's surroundings to their edge: they are its paper.
    private static let surroundings = 12

    package let width: Int
    package let height: Int
    private(set) var values: [Float]

    /// - Parameter map: of a page.
    package init(_ map: InkMap) {
        (width, height) = (map.width, map.height)
        let (width, height) = (width, height)
        // Sums of everything above and to the left give the sum of any rectangle.
        var sums = [Float](repeating: 0, count: (width + 1) * (height + 1))
        for y in 0..<height {
            var line: Float = 0
            for x in 0..<width {
                line += Float(map.darkness[y * width + x])
                sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + line
            }
        }
        values = map.darkness.map(Float.init)
        for y in 0..<height {
            let (top, bottom) = (max(0, y - Self.surroundings), min(height, y + Self.surroundings + 1))
            for x in 0..<width {
                let (left, right) = (max(0, x - Self.surroundings), min(width, x + Self.surroundings + 1))
                let sum =
                    sums[bottom * (width + 1) + right] - sums[top * (width + 1) + right]
                    - sums[bottom * (width + 1) + left] + sums[top * (width + 1) + left]
                values[y * width + x] -= sum / Float((bottom - top) * (right - left))
            }
        }
    }

    private init(width: Int, height: Int, values: [Float]) {
        (self.width, self.height, self.values) = (width, height, values)
    }

    /// Where squares begin that lie side by side.
    var squares: [(x: Int, y: Int)] {
        stride(from: 0, through: height - Self.side, by: Self.side).flatMap { y in
            stride(from: 0, through: width - Self.side, by: Self.side).map { (x: $0, y: y) }
        }
    }

    /// How much a square differs in itself: nothing on bare paper.
    func contrast(x: Int, y: Int) -> Float {
        var (sum, squares): (Float, Float) = (0, 0)
        for row in y..<y + Self.side {
            for value in values[row * width + x..<row * width + x + Self.side] {
                sum += value
                squares += value * value
            }
        }
        let count = Float(Self.side * Self.side)
        return max(0, squares / count - sum / count * sum / count).squareRoot()
    }

    /// How like a square is to one of another field: 1 is the same, 0 nothing in common.
    func likeness(x: Int, y: Int, _ other: InkField, x otherX: Int, y otherY: Int) -> Float {
        var (p, q, pp, qq, pq): (Float, Float, Float, Float, Float) = (0, 0, 0, 0, 0)
        for row in 0..<Self.side {
            let (here, there) = ((y + row) * width + x, (otherY + row) * other.width + otherX)
            for column in 0..<Self.side {
                let (a, b) = (values[here + column], other.values[there + column])
                p += a
                q += b
                pp += a * a
                qq += b * b
                pq += a * b
            }
        }
        let count = Float(Self.side * Self.side)
        let spread = (pp - p * p / count) * (qq - q * q / count)
        return spread > 0 ? (pq - p * q / count) / spread.squareRoot() : 0
    }

    /// The mean ink of every 8 by 8 pixels.
    var cells: (columns: Int, values: [Float]) {
        let (columns, rows) = (width / 8, height / 8)
        var cells = [Float](repeating: 0, count: columns * rows)
        for y in 0..<rows * 8 {
            for x in 0..<columns * 8 { cells[y / 8 * columns + x / 8] += abs(values[y * width + x]) }
        }
        return (columns, cells)
    }

    /// This field as it lies in a frame of that size, once it is aligned.
    func laid(_ alignment: Alignment, width: Int, height: Int) -> InkField {
        var laid = [Float](repeating: 0, count: width * height)
        for y in 0..<height {
            for x in 0..<width {
                let at = alignment.place(x: Float(x), y: Float(y))
                guard at.x >= 0, at.y >= 0, at.x < Float(self.width - 1), at.y < Float(self.height - 1) else {
                    continue
                }
                let (left, top) = (Int(at.x), Int(at.y))
                let (right, down) = (at.x - Float(left), at.y - Float(top))
                let corner = top * self.width + left
                let above = values[corner] * (1 - right) + values[corner + 1] * right
                let below = values[corner + self.width] * (1 - right) + values[corner + self.width + 1] * right
                laid[y * width + x] = above * (1 - down) + below * down
            }
        }
        return InkField(width: width, height: height, values: laid)
    }

    /// A little softer, so that a part of a pixel does not decide.
    var softened: InkField {
        func soft(_ values: [Float], step: Int, count: Int, place: (Int) -> Int) -> [Float] {
            values.indices.map { index in
                let before = place(index) > 0 ? values[index - step] : values[index]
                let after = place(index) < count - 1 ? values[index + step] : values[index]
                return before * 0.166 + values[index] * 0.668 + after * 0.166
            }
        }
        let across = soft(values, step: 1, count: width) { $0 % width }
        return InkField(
            width: width, height: height, values: soft(across, step: width, count: height) { $0 / width })
    }
}
