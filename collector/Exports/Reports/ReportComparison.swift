package import Dossiers
import Progress
package import Registry

/// What has changed since a report was frozen (điều chỉnh): the same report, of the same day, made now.
package struct ReportComparison: Sendable, Hashable, Encodable {
    /// The frozen report.
    package let number: Int
    package let period: String
    package let day: CalendarDay
    /// In the order of the report; empty when every figure is still the same.
    package let adjustments: [Adjustment]

    /// A line whose figures are others now.
    package struct Adjustment: Sendable, Hashable, Encodable {
        package let indicator: Indicator
        /// `province`, `level`, `site:st-941`, `authority:000.00.03.H51`.
        package let scope: String
        /// Nil for the province.
        package let level: Level?
        /// The name on screen.
        package let name: String
        /// Nil where the frozen report has no such line.
        package let old: Rate?
        /// Nil where there is no such line any more.
        package let new: Rate?
    }

    /// Compares a frozen report with what the figures are now.
    package static func make(
        _ published: PublishedReport, from registry: Registry
    ) throws -> ReportComparison {
        let request = published.report.request
        let now = try PublishedReport.make(
            period: request.period, asOf: request.day, indicators: request.indicators, decimals: published.decimals,
            from: registry
        ).get()
        return ReportComparison(published, now)
    }

    init(_ old: PublishedReport, _ new: PublishedReport) {
        number = old.frozen?.head.number ?? 0
        period = old.report.request.period.description
        day = old.report.request.day
        let former = Dictionary(old.report.lines.map { (Key($0), $0) }) { first, _ in first }
        let current = Dictionary(new.report.lines.map { (Key($0), $0) }) { first, _ in first }
        let gone = old.report.lines.filter { current[Key($0)] == nil }
        adjustments = (new.report.lines + gone).compactMap { line in
            let key = Key(line)
            let (was, now) = (former[key]?.rate, current[key]?.rate)
            guard was != now else { return nil }
            return Adjustment(
                indicator: key.indicator, scope: key.scope, level: key.level, name: line.label, old: was, new: now)
        }
    }

    /// What makes two lines the same one. Codes of authorities are compared by their bytes.
    private struct Key: Hashable {
        let indicator: Indicator
        let scope: String
        let level: Level?
        let bytes: [UInt8]

        init(_ line: ReportLine) {
            indicator = line.indicator
            level = line.level
            scope =
                switch line.scope {
                case .province: "province"
                case .level: "level"
                case .site(let site): "site:\(site.id)"
                case .authority(let code, _): "authority:\(code)"
                }
            bytes = Array(scope.utf8)
        }
    }
}
