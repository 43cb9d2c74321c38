/// Until when the report of a period must have been sent.
///
/// The day is counted from the month in which the period ends: `months` 0 and `day` 5 is before the 5th of a quarter's
/// last month, `months` -1 and `day` 30 before 30 November of a year.
package struct DueRule: Sendable, Hashable, Codable {
    package var form: Period.Form
    /// From the last month of the period: 0 is that month, -1 the one before.
    package var months: Int
    /// The day of the month before which the report must be there; in shorter months the last day.
    package var day: Int
    /// What asks for it.
    package var basis: String

    package init(form: Period.Form, months: Int, day: Int, basis: String) {
        self.form = form
        self.months = months
        self.day = day
        self.basis = basis
    }

    /// The day before which the report of `period` must be there; nil of a period of another form.
    package func due(for period: Period) -> CalendarDay? {
        guard period.form == form else { return nil }
        let (year, month, _) = period.last.components
        let index = year * 12 + month - 1 + months
        for day in stride(from: day, to: 0, by: -1) {
            if let due = CalendarDay(year: index / 12, month: index % 12 + 1, day: day) { return due }
        }
        return nil
    }
}
