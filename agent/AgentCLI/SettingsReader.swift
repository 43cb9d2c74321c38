import Configuration

/// Reads single settings from flags, environment and file, whatever kind of value they are written as.
struct SettingsReader {
    private let reader: ConfigReader

    init(_ reader: ConfigReader) { self.reader = reader }

    /// A text. A number stands for its digits: `256` is a bandwidth, as `"256"` is.
    ///
    /// - Parameter problems: gets what is no text.
    func text(_ name: String, _ problems: inout [any Error]) -> String? {
        let key = ConfigKey(name)
        if let text = reader.string(forKey: key) { return text }
        if let number = reader.int(forKey: key) { return "\(number)" }
        if reader.bool(forKey: key) != nil { problems.append(Refusal("\(name) must be a text")) }
        return nil
    }

    /// A whole number, written as a number or as a text.
    ///
    /// - Parameter problems: gets what is no such number; the default stands in its place.
    func number(
        _ name: String, default value: Int, in range: ClosedRange<Int>, _ problems: inout [any Error]
    ) -> Int {
        let key = ConfigKey(name)
        guard
            let text = reader.int(forKey: key).map({ "\($0)" }) ?? reader.string(forKey: key)
                ?? reader.bool(forKey: key).map({ "\($0)" })
        else { return value }
        if let number = Int(text), range.contains(number) { return number }
        problems.append(Refusal("\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound)"))
        return value
    }
}
