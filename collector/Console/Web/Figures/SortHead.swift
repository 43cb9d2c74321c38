/// The heading of a column by which a table may be sorted: an address leads to each order, without any script.
struct SortHead: Sendable {
    let name: String
    let path: String?
    let isNumber: Bool
    /// `ascending` or `descending` where the rows are in this order.
    var sorted: String?
    var isDescending = false
}
