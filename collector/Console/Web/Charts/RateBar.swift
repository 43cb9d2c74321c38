/// A rate as a bar from 0 to 100 %, with a line across where the target is and a wedge where the pace is today.
///
/// The marks differ in form, so that they are told apart without colours; the numbers stand beside the bar.
struct RateBar: Sendable, Hashable {
    /// In thousandths; above 1000 the bar is full.
    let permille: Int
    var target: Int?
    /// What was to be reached by the day.
    var expected: Int?
    /// `good`, `wait` or `bad`; nothing where there is no verdict.
    var kind: String?
    /// What is seen, in words.
    let title: String

    private static let (length, margin) = (132.0, 4.0)

    /// The picture.
    var svg: String {
        var content = [
            SVG.rectangle("track", x: Self.margin, y: 7, width: Self.length, height: 8),
            SVG.rectangle(
                "fill \(kind ?? "")", x: Self.margin, y: 7, width: Self.place(permille) - Self.margin, height: 8),
        ]
        if let expected {
            let x = Self.place(expected)
            let (left, right) = (SVG.number(x - 4), SVG.number(x + 4))
            content.append(SVG.path("pace", "M\(left) 0H\(right)L\(SVG.number(x)) 6.5z"))
        }
        if let target {
            content.append(SVG.rectangle("goal", x: Self.place(target) - 1.25, y: 4, width: 2.5, height: 14))
        }
        return SVG.picture("bar", width: 140, height: 20, title: title, content)
    }

    private static func place(_ permille: Int) -> Double {
        margin + length * Double(min(max(permille, 0), 1000)) / 1000
    }
}
