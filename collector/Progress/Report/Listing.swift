package import Dossiers
package import Registry

/// Offices as a table for terminals.
package enum SiteListing {
    /// One line for each of `sites`.
    package static func text(of sites: [Site]) -> String {
        TextTable(
            columns: [
                .init(title: "Đơn vị"), .init(title: "Mã"), .init(title: "Cấp"), .init(title: "Trực thuộc"),
                .init(title: "GSO"), .init(title: "Từ ngày"), .init(title: "Miễn trừ"),
            ],
            rows: sites.map {
                [
                    $0.name, $0.id.rawValue, $0.level.vietnamese, $0.parent?.rawValue ?? "", $0.statisticalCode ?? "",
                    $0.validFrom.vietnamese, $0.isExempt ? "có" : "",
                ]
            }
        ).lines(width: 100).joined(separator: "\n")
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
                .init(title: "Chỉ tiêu", isRight: true),
            ],
            rows: targets.map {
                [
                    $0.basis, $0.indicator.rawValue, $0.level.vietnamese, String($0.year),
                    Rate($0.permille, of: 1000).vietnamese(decimals: 1),
                ]
            }
        ).lines(width: 100).joined(separator: "\n")
    }
}
