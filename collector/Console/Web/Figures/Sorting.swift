/// An order of a table's rows, as an address names it.
protocol SortOrder: RawRepresentable<String>, CaseIterable, Sendable, Equatable {
    /// Whether large values come first unless it is turned round.
    var isDescending: Bool { get }
}

/// What a table is sorted by.
struct Sorting<Order: SortOrder>: Sendable {
    let order: Order
    let isReversed: Bool
    /// The order of an address that names none.
    let usual: Order

    /// - Parameter fields: `sort` and `order`; an order that is none is the usual one.
    init(_ fields: FormFields, usual: Order) {
        self.usual = usual
        order = fields.text("sort").flatMap(Order.init(rawValue:)) ?? usual
        isReversed = fields.text("order") == "reversed"
    }

    /// Whether large values come first.
    var isDescending: Bool { order.isDescending != isReversed }

    /// The fields of an address that leads to the same order, or to another.
    func fields(_ order: Order? = nil, isReversed: Bool? = nil) -> [(name: String, value: String?)] {
        let order = order ?? self.order
        return [
            ("sort", order == usual ? nil : order.rawValue),
            ("order", isReversed ?? self.isReversed ? "reversed" : nil),
        ]
    }

    /// The heading of a column; a click on that of the order there is turns it round.
    ///
    /// - Parameter path: the address of the same table with these fields.
    func head(
        _ name: String, _ order: Order?, isNumber: Bool = false, path: ([(name: String, value: String?)]) -> String
    ) -> SortHead {
        guard let order else { return SortHead(name: name, path: nil, isNumber: isNumber) }
        let isCurrent = order == self.order
        return SortHead(
            name: name, path: path(fields(order, isReversed: isCurrent && !isReversed)), isNumber: isNumber,
            sorted: isCurrent ? (isDescending ? "descending" : "ascending") : nil, isDescending: isDescending)
    }

    /// The rows in this order; equal ones stay in the order they had.
    func sort<Row, Value: Comparable>(_ rows: [Row], by value: (Row) -> Value) -> [Row] {
        rows.map { (value: value($0), row: $0) }.enumerated().sorted { a, b in
            if a.element.value == b.element.value { return a.offset < b.offset }
            return (a.element.value < b.element.value) != isDescending
        }.map(\.element.row)
    }
}
