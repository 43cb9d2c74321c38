package import Dossiers

/// What a report is asked to show.
package struct ReportRequest: Sendable, Hashable {
    package let period: Period
    /// The day of which the report speaks: nothing dated later is counted, and pace is measured on it.
    package let day: CalendarDay
    package let indicators: [Indicator]
    /// Levels whose offices are shown one by one; empty: levels and the province only.
    package let levels: [Level]
    /// Offices that are shown alone.
    package let sites: [SiteID]

    /// - Parameters:
    ///   - asOf: the last day to be looked at, usually today; where the period ends before it, that is the day.
    ///   - indicators: empty for all.
    package init(
        period: Period, asOf: CalendarDay, indicators: [Indicator] = [], levels: [Level] = [], sites: [SiteID] = []
    ) throws(ReportRefusal) {
        guard asOf >= period.first else { throw .notBegun(period, asOf: asOf) }
        self.period = period
        day = min(asOf, period.last)
        self.indicators = indicators.isEmpty ? Indicator.allCases : Set(indicators).sorted()
        self.levels = Set(levels).sorted()
        self.sites = sites
    }
}

/// Why a report cannot be made as asked.
package enum ReportRefusal: Error, Sendable, Hashable {
    case notBegun(Period, asOf: CalendarDay)
    case unknownSite(SiteID)
}

extension ReportRefusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notBegun(let period, let day):
            "the period \(period) begins on \(period.first), after \(day); ask for an earlier period or a later --as-of"
        case .unknownSite(let site):
            "there is no office \(site); 'sohoa-collector site list' shows all"
        }
    }
}
