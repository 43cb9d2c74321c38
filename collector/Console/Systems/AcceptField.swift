import HTTPTypes

/// Which media types a client takes (RFC 9110, 12.5.1).
struct AcceptField {
    private let ranges: [(type: String, isWanted: Bool)]

    init(_ headers: HTTPFields) {
        let items = headers[values: .accept].flatMap { $0.split(separator: ",") }
        ranges = items.map { item in
            let parts = item.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            return (parts.first ?? "", weight > 0)
        }
    }

    /// Whether `mediaType` is taken: the most exact of what names it decides. Without the field anything is.
    func takes(_ mediaType: String) -> Bool {
        guard !ranges.isEmpty else { return true }
        let kind = mediaType.prefix { $0 != "/" }
        for range in [mediaType, "\(kind)/*", "*/*"] {
            if let found = ranges.first(where: { $0.type == range }) { return found.isWanted }
        }
        return false
    }
}
