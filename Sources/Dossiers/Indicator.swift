/// A measure of digitisation progress.
///
/// Three different denominators exist among them and are never mixed: dossiers received, dossiers resolved, and
/// results in force.
package enum Indicator: String, Codable, Sendable, CaseIterable, Comparable, Hashable {
    /// Dossiers with all compulsory components digitised, of the dossiers received in the period.
    case received = "R1"
    /// Results digitised, of the dossiers resolved in the period.
    case results = "R2"
    /// Distinct results in force digitised so far, of the results in force, by the authority competent for them.
    case inForce = "R3"
    /// Of the results digitised, those with a legal signature (ký số) and archived, of the dossiers resolved.
    case signed = "R4"
    /// Papers reused instead of scanned, of the papers needed.
    case reuse = "R5"
    /// Offices running the process in the period, of the offices less the exempt ones.
    case offices = "R6"

    package static func < (a: Indicator, b: Indicator) -> Bool { a.rawValue < b.rawValue }

    /// The name in reports.
    package var vietnamese: String {
        switch self {
        case .received: "Hồ sơ tiếp nhận được số hóa"
        case .results: "Kết quả giải quyết được số hóa"
        case .inForce: "Kết quả còn hiệu lực được số hóa"
        case .signed: "Kết quả số hóa được ký số và lưu trữ"
        case .reuse: "Giấy tờ được tái sử dụng"
        case .offices: "Đơn vị thực hiện quy trình số hóa"
        }
    }
}
