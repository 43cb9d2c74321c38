package import Dossiers
package import Registry

/// Offices as a table for terminals.
package enum SiteListing {
    /// One line for each of `sites`.
    package static func text(of sites: [Site]) -> String {
        TextTable(
            columns: [
                .init(title: "Đơn vị"), .init(title: "Mã"), .init(title: "Cấp"), .init(title: "Trực thuộc"),
                .init(title: "GSO"), .init(title: "Mã tổ chức"), .init(title: "Từ ngày"), .init(title: "Miễn trừ"),
            ],
            rows: sites.map {
                [
                    $0.name, $0.id.rawValue, $0.level.vietnamese, $0.parent?.rawValue ?? "", $0.statisticalCode ?? "",
                    $0.organisationCode ?? "", $0.validFrom.vietnamese, $0.isExempt ? "có" : "",
                ]
            }
        ).lines(width: 100).joined(separator: "\n")
    }
}

/// Successions as a table for terminals.
package enum SuccessionListing {
    /// One line for each of `successions`, with the names that the offices had then.
    package static func text(of successions: [Succession], in records: SiteRecords) -> String {
        func name(_ id: SiteID, _ day: CalendarDay) -> String {
            records.nearest(id, to: day).map { "\($0.shortName) (\(id))" } ?? id.rawValue
        }
        return TextTable(
            columns: [
                .init(title: "Đơn vị cũ"), .init(title: "Hình thức"), .init(title: "Đơn vị mới"),
                .init(title: "Từ ngày"), .init(title: "Căn cứ"),
            ],
            rows: successions.map {
                [
                    name($0.predecessor, $0.day.advanced(by: -1)), $0.kind.vietnamese, name($0.successor, $0.day),
                    $0.day.vietnamese, $0.decree,
                ]
            }
        ).lines(width: 100).joined(separator: "\n")
    }
}

extension Succession.Kind {
    /// In words.
    var vietnamese: String {
        switch self {
        case .merge: "sáp nhập"
        case .split: "chia"
        case .rename: "đổi tên"
        case .part: "tách một phần"
        }
    }
}

/// Baselines as a table for terminals.
package enum BaselineListing {
    /// One line for each of `baselines`.
    package static func text(of baselines: [Baseline]) -> String {
        TextTable(
            columns: [
                .init(title: "Nguồn"), .init(title: "Chỉ số"), .init(title: "Phạm vi"), .init(title: "Kỳ"),
                .init(title: "Mẫu số", isRight: true), .init(title: "Tử số báo cáo", isRight: true),
            ],
            rows: baselines.map {
                [
                    $0.source, $0.indicator.rawValue, $0.scope.description, $0.period.description,
                    $0.denominator.vietnamese, $0.reportedNumerator?.vietnamese ?? "",
                ]
            }
        ).lines(width: 100).joined(separator: "\n")
    }
}

/// Targets as a table for terminals.
package enum TargetListing {
    /// One line for each of `targets`.
    package static func text(of targets: [Target]) -> String {
        TextTable(
            columns: [
                .init(title: "Căn cứ"), .init(title: "Chỉ số"), .init(title: "Cấp"), .init(title: "Năm"),
                .init(title: "Chỉ tiêu", isRight: true), .init(title: "Cách hiểu khác", isRight: true),
            ],
            rows: targets.map {
                [
                    $0.basis, $0.indicator.rawValue, $0.level.vietnamese, String($0.year),
                    Rate($0.permille, of: 1000).vietnamese(decimals: 1),
                    $0.other.map { Rate($0.permille, of: 1000).vietnamese(decimals: 1) } ?? "",
                ]
            }
        ).lines(width: 100).joined(separator: "\n")
    }
}
