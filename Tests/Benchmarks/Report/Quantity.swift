/// A measured number with its unit.
struct Quantity: Sendable {
    /// Units, each shown in the multiple that reads best.
    enum Unit: Sendable {
        case seconds
        /// Shown in powers of 1000.
        case bytes
        case pagesPerSecond
        case dossiersPerSecond
    }

    var value: Double
    var unit: Unit

    init(_ value: Double, _ unit: Unit) {
        self.value = value
        self.unit = unit
    }
}

extension Quantity: CustomStringConvertible {
    var description: String {
        switch unit {
        case .seconds: value < 1 ? "\(threeDigits(value * 1000)) ms" : "\(threeDigits(value)) s"
        case .pagesPerSecond: "\(threeDigits(value)) pages/s"
        case .dossiersPerSecond: "\(threeDigits(value)) dossiers/s"
        case .bytes:
            value < 1e6 ? "\(threeDigits(value / 1e3)) kB" : "\(threeDigits(value / 1e6)) MB"
        }
    }

    private func threeDigits(_ number: Double) -> String {
        fixed(number, number < 10 ? 2 : number < 100 ? 1 : 0)
    }
}

/// `number` with so many digits after the point.
func fixed(_ number: Double, _ decimals: Int) -> String {
    let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
    let scaled = Int((number.magnitude * scale).rounded())
    let (whole, rest) = scaled.quotientAndRemainder(dividingBy: Int(scale))
    let digits = String(rest)
    let fraction = decimals == 0 ? "" : "." + String(repeating: "0", count: decimals - digits.utf8.count) + digits
    return (number < 0 ? "-" : "") + "\(whole)\(fraction)"
}
