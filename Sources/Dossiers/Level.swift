/// The administrative level of an office or of the authority competent for a paper.
///
/// The raw values are the words used in manifests, CSV files and reports' machine formats.
package enum Level: String, Codable, Sendable, CaseIterable, Comparable, Hashable {
    case province, district, commune

    /// From the top of the province down.
    package static func < (a: Level, b: Level) -> Bool { a.rank < b.rank }

    /// The name on screen: cấp tỉnh, cấp huyện, cấp xã.
    package var vietnamese: String {
        switch self {
        case .province: "cấp tỉnh"
        case .district: "cấp huyện"
        case .commune: "cấp xã"
        }
    }

    private var rank: Int { Level.allCases.firstIndex(of: self)! }
}
