extension Period {
    /// How long a span is by its name; reports are due by it.
    package enum Form: String, Sendable, Hashable, CaseIterable, Codable {
        case month, quarter, half, year

        /// In words.
        package var vietnamese: String {
            switch self {
            case .month: "tháng"
            case .quarter: "quý"
            case .half: "6 tháng"
            case .year: "năm"
            }
        }
    }

    /// The form, of calendar periods and reporting windows alike; nil of any other span.
    package var form: Form? {
        guard !description.contains("/") else { return nil }
        let name = description.hasSuffix("@15") ? description.dropLast(3) : description[...]
        let parts = name.split(separator: "-")
        guard parts.count == 2 else { return .year }
        if parts[1].hasPrefix("H") { return .half }
        return parts[1].hasPrefix("Q") ? .quarter : .month
    }

    /// Whether it is a reporting window, from the 15th to the 14th.
    package var isWindow: Bool { description.hasSuffix("@15") }
}
