package import Dossiers

/// Whether a rate keeps up with its target during the year, and when it will meet it.
package struct Pace: Sendable, Hashable {
    /// What was to be reached by the day, in thousandths, rounded half up. Only to be shown: the comparison is exact.
    package var expectedPermille: Int
    /// On pace (đúng tiến độ), or behind (chậm tiến độ).
    package var isOnPace: Bool
    package var forecast: Forecast

    package init(expectedPermille: Int, isOnPace: Bool, forecast: Forecast) {
        self.expectedPermille = expectedPermille
        self.isOnPace = isOnPace
        self.forecast = forecast
    }

    /// When the target will be met at the rate of the last four weeks.
    package enum Forecast: Sendable, Hashable {
        /// It is met already.
        case met
        case on(CalendarDay)
        /// Nothing was gained in the last four weeks.
        case standstill
        /// Later than fifty years from the day.
        case beyond
        /// The figures were reported and not counted, or what they are of grows with them: no rate is known.
        case unknown
    }
}

/// What must be reached on a day, between the last year's target and this year's.
struct PaceLine: Hashable {
    /// The line through (`start`, `from`) and (`end`, `to`), in thousandths, days apart.
    private let start: CalendarDay
    private let end: CalendarDay
    private let from: Int
    private let to: Int

    /// The line to `target` from the last target before it, at the end of that year; from 0 at the end of the year
    /// before where there was none.
    init(to target: Target, among targets: [Target]) {
        let former = targets.filter {
            $0.indicator == target.indicator && $0.level == target.level && $0.year < target.year
        }.max { $0.year < $1.year }
        start = Self.lastDay(of: former?.year ?? target.year - 1)
        end = Self.lastDay(of: target.year)
        from = former?.permille ?? 0
        to = target.permille
    }

    /// The pace of `rate` on `day`, or nil where there is no rate.
    ///
    /// - Parameters:
    ///   - gain: by how much the numerator grew over the last `days` days; nil where that is not known.
    func pace(of rate: Rate, on day: CalendarDay, gain: Int?, over days: Int) -> Pace? {
        guard let denominator = rate.denominator, denominator > 0 else { return nil }
        let span = end.number - start.number
        let elapsed = min(max(day.number - start.number, 0), span)
        let expected = from * span + (to - from) * elapsed
        // Both sides times the span: products of counts, thousandths and days may pass 64 bits.
        let isOnPace = Int128(rate.numerator) * 1000 * Int128(span) >= Int128(denominator) * Int128(expected)
        return Pace(
            expectedPermille: (2 * expected + span) / (2 * span), isOnPace: isOnPace,
            forecast: forecast(rate.numerator, of: denominator, on: day, gain: gain, over: days))
    }

    private func forecast(
        _ numerator: Int, of denominator: Int, on day: CalendarDay, gain: Int?, over days: Int
    ) -> Pace.Forecast {
        // The least numerator that reaches the target.
        let goal = (Int128(denominator) * Int128(to) + 999) / 1000
        let missing = goal - Int128(numerator)
        if missing <= 0 { return .met }
        guard let gain else { return .unknown }
        guard gain > 0 else { return .standstill }
        let needed = (missing * Int128(days) + Int128(gain) - 1) / Int128(gain)
        return needed <= Int128(Period.maximumDays) ? .on(day.advanced(by: Int(needed))) : .beyond
    }

    private static func lastDay(of year: Int) -> CalendarDay { Period(year: year).last }
}
