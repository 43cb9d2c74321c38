/// A rate as the pair of integers it stands on. A percentage is made only to be shown.
package struct Rate: Sendable, Hashable, Codable {
    package var numerator: Int
    /// Nil where no denominator is known; that is never the same as zero.
    package var denominator: Int?

    package init(_ numerator: Int, of denominator: Int?) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// The percentage as people read it: `33,4%`, rounded half up; `—` over zero; `Chưa có mẫu số` without a
    /// denominator. Above 100 it is shown as it is: a numerator above its denominator must be seen, not hidden.
    ///
    /// - Parameter decimals: digits after the comma, 0 to 3.
    package func vietnamese(decimals: Int = 1) -> String {
        guard let denominator else { return "Chưa có mẫu số" }
        guard denominator > 0 else { return "—" }
        let scale = [1, 10, 100, 1000][min(max(decimals, 0), 3)]
        let (product, overflow) = numerator.multipliedReportingOverflow(by: 200 * scale)
        guard !overflow else { return "—" }
        let scaled = (product + denominator) / (2 * denominator)
        let whole = "\(scaled / scale)"
        return scale == 1 ? "\(whole)%" : "\(whole),\(padded(scaled % scale, min(decimals, 3)))%"
    }

    /// Whether the rate reaches `permille` thousandths, or nil where there is no rate to compare.
    package func reaches(permille: Int) -> Bool? {
        guard let denominator, denominator > 0 else { return nil }
        return numerator * 1000 >= permille * denominator
    }
}

extension Int {
    /// Grouped by thousands with full stops: `814.602`.
    package var vietnamese: String {
        let digits = Array(String(magnitude))
        var text = self < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(".") }
            text.append(digit)
        }
        return text
    }
}
