import Dossiers
import Registry

/// What the table of officers is asked to show, as its address says.
struct OfficersQuery: Sendable {
    /// What rows are in the order of. There is none by amount: work is shown, people are not ranked.
    enum Order: String, SortOrder {
        case office, name

        var isDescending: Bool { false }
    }

    let choice: PeriodChoice
    let sorting: Sorting<Order>
    /// The office whose officers, and those of the offices below it, are shown; empty for all.
    let site: String

    init(_ fields: FormFields, today: CalendarDay) {
        choice = PeriodChoice(fields, today: today)
        sorting = Sorting(fields, usual: .office)
        site = fields.text("site") ?? ""
    }

    /// The last day that is counted.
    var last: CalendarDay { min(choice.asOf, choice.period.last) }

    /// The address of `path` with the same, but for how rows are sorted.
    func path(_ path: String, _ sort: [(name: String, value: String?)]? = nil) -> String {
        choice.path(path, [("site", site)] + (sort ?? sorting.fields()))
    }
}
