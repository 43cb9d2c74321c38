import Dossiers
import Progress
import Registry

/// What the table of offices is asked to show, as its address says.
struct OfficesQuery: Sendable {
    /// How offices are shown.
    enum Form: String, CaseIterable, Sendable {
        case table
        /// Offices by indicators, coloured.
        case indicators
        /// Offices by months, coloured.
        case months
    }

    /// What rows are in the order of.
    enum Order: String, CaseIterable, Sendable {
        case official, name, count, rate, gap, activity

        /// Whether large values come first unless it is turned round.
        var isDescending: Bool { self == .gap || self == .count }
    }

    let choice: PeriodChoice
    let indicator: Indicator
    let level: Level?
    let form: Form
    let order: Order
    let isReversed: Bool

    init(_ fields: FormFields, today: CalendarDay) {
        choice = PeriodChoice(fields, today: today)
        indicator = fields.text("indicator").flatMap(Indicator.init(rawValue:)) ?? .inForce
        level = fields.text("level").flatMap(Level.init(rawValue:))
        form = fields.text("view").flatMap(Form.init(rawValue:)) ?? .table
        order = fields.text("sort").flatMap(Order.init(rawValue:)) ?? .gap
        isReversed = fields.text("order") == "reversed"
    }

    /// The address of `path` with the same, but for what is given.
    func path(_ path: String = "/offices", form: Form? = nil, order: Order? = nil, isReversed: Bool? = nil) -> String {
        let (form, order) = (form ?? self.form, order ?? self.order)
        return choice.path(
            path,
            [
                ("indicator", indicator == .inForce ? nil : indicator.rawValue), ("level", level?.rawValue),
                ("view", form == .table ? nil : form.rawValue), ("sort", order == .gap ? nil : order.rawValue),
                ("order", isReversed ?? self.isReversed ? "reversed" : nil),
            ])
    }

    /// The indicators that are needed for it.
    var indicators: [Indicator] { form == .indicators ? Indicator.allCases : [indicator] }

    /// What months are coloured by; nil where nothing is counted by month.
    var measure: Measure? {
        switch indicator {
        case .received: .digitisedDossiers
        case .results: .digitisedResults
        case .inForce: .resultsInForce
        case .reuse: .reusedPapers
        case .offices: .submissions
        case .signed: nil
        }
    }
}
