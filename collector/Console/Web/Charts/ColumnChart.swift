/// Counts over time as columns, the earliest first.
///
/// The picture stretches to its box and has no text in it: what stands at its axes is text of the page, of the size of
/// other text on every screen.
struct ColumnChart: Sendable {
    struct Column: Sendable, Hashable {
        /// The span, in words.
        let name: String
        let value: Int
        /// Whether the span is not over.
        var isRunning = false
    }

    let columns: [Column]
    let title: String
    let description: String
    /// A value as it is read.
    let text: @Sendable (Int) -> String

    /// The value at the top: a round number, and its half is whole.
    var ceiling: Int {
        let most = columns.map(\.value).max() ?? 0
        var unit = 1
        while true {
            for step in [2, 4, 6, 8, 10] {
                let (value, overflow) = step.multipliedReportingOverflow(by: unit)
                if overflow { return most }
                if value >= most { return value }
            }
            let (next, overflow) = unit.multipliedReportingOverflow(by: 10)
            if overflow { return most }
            unit = next
        }
    }

    /// The picture.
    var svg: String {
        let (step, height) = (10.0, 100.0)
        let width = step * Double(columns.count)
        let lines = [0, 0.5, 1].map { part in
            SVG.path("line", "M0 \(SVG.number(height * part))H\(SVG.number(width))")
        }
        let bars = columns.enumerated().map { index, column in
            // What is more than nothing is seen.
            let share = height * Double(column.value) / Double(ceiling)
            let tall = column.value > 0 ? max(share, 1) : 0
            return SVG.rectangle(
                column.isRunning ? "column running" : "column", x: step * Double(index) + 1, y: height - tall,
                width: step - 2, height: tall, title: "\(column.name): \(text(column.value))")
        }
        return SVG.picture(
            "columns", width: Int(width), height: Int(height), title: title, description: description,
            isStretched: true, lines + bars)
    }
}
