import Dossiers
import Registry

/// What the tables of procedures are asked to show, as their addresses say.
struct ProceduresQuery: Sendable {
    /// What rows are in the order of.
    enum Order: String, SortOrder {
        case code, name, count, complete, rate, pages, offices

        var isDescending: Bool {
            switch self {
            case .count, .complete, .pages, .offices: true
            // Names go from A, and what lacks most papers comes first.
            case .code, .name, .rate: false
            }
        }
    }

    let choice: PeriodChoice
    let sorting: Sorting<Order>
    /// Whether procedures without dossiers are shown too.
    let showsUnused: Bool
    /// The one procedure whose offices are shown.
    let code: String?

    init(_ fields: FormFields, today: CalendarDay) {
        choice = PeriodChoice(fields, today: today)
        sorting = Sorting(fields, usual: .count)
        showsUnused = fields.text("show") == "all"
        // Codes are opaque: nothing is taken off.
        code = fields["code"].flatMap { isField($0, limit: TextLimit.code) ? $0 : nil }
    }

    /// The last day that is counted.
    var last: CalendarDay { min(choice.asOf, choice.period.last) }

    /// The address of `path` with the same, but for how rows are sorted.
    func path(_ path: String, _ sort: [(name: String, value: String?)]? = nil) -> String {
        choice.path(
            path, [("code", code), ("show", showsUnused ? "all" : nil)] + (sort ?? sorting.fields()))
    }

    /// The rows in the order that is asked for.
    ///
    /// - Parameter name: what a row is called.
    func sorted<Row>(_ rows: [Row], _ load: (Row) -> ProcedureLoad, name: (Row) -> String) -> [Row] {
        switch sorting.order {
        case .code: sorting.sort(rows) { load($0).code }
        case .name: sorting.sort(rows) { searchKey(of: name($0)) }
        case .count: sorting.sort(rows) { load($0).dossiers }
        case .complete: sorting.sort(rows) { load($0).digitised }
        // Without dossiers there is no share: those come last, whichever way round.
        case .rate: sorting.sort(rows) { load($0).digitisedPermille ?? (sorting.isDescending ? -1 : 1001) }
        case .pages: sorting.sort(rows) { load($0).pages }
        case .offices: sorting.sort(rows) { load($0).offices }
        }
    }
}
