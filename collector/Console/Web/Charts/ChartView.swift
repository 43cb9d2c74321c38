import Dossiers

/// A chart as a page shows it: the picture, what stands at its axes, and the same numbers as a table.
struct ChartView: Sendable {
    struct Row: Sendable {
        let name: String
        let value: String
    }

    let title: String
    let about: String
    let svg: String
    /// At the top of the scale, and in its middle.
    let top: String
    let half: String
    /// Below the columns, evenly spread.
    let ticks: [String]
    let spanName: String
    let rows: [Row]

    /// - Parameters:
    ///   - about: the sum, the unit: a line below the title.
    ///   - ticks: names of spans at the axis, the first and the last at its ends.
    ///   - spanName: what one column stands for.
    ///   - scale: a value as it stands at the scale.
    init(_ chart: ColumnChart, about: String, ticks: [String], spanName: String, scale: (Int) -> String) {
        title = chart.title
        self.about = about
        svg = chart.svg
        top = scale(chart.ceiling)
        half = scale(chart.ceiling / 2)
        self.ticks = ticks
        self.spanName = spanName
        rows = chart.columns.map { Row(name: $0.name, value: chart.text($0.value)) }
    }
}

extension ChartView {
    /// Counts by week.
    ///
    /// - Parameters:
    ///   - last: the day with which the last week ends.
    static func weeks(
        _ values: [Int], through last: CalendarDay, title: Text, unit: Text, _ language: Language
    ) -> ChartView {
        let first = last.advanced(by: 1 - 7 * values.count)
        func days(_ index: Int) -> (CalendarDay, CalendarDay) {
            (first.advanced(by: 7 * index), first.advanced(by: 7 * index + 6))
        }
        let columns = values.enumerated().map { index, value in
            let (start, end) = days(index)
            return ColumnChart.Column(name: Texts.span(start, end), value: value)
        }
        let sum = values.reduce(0, +)
        let chart = ColumnChart(
            columns: columns, title: title(language),
            description: Texts.trendDescription(
                sum: sum, last: values.last ?? 0, weeks: values.count, unit: unit, language),
            text: { Texts.count($0, language) })
        let ticks = [0, values.count / 3, 2 * values.count / 3, values.count - 1].map { days($0).1.shortVietnamese }
        return ChartView(
            chart, about: Texts.trendAbout(sum: sum, last: values.last ?? 0, weeks: values.count, unit, language),
            ticks: ticks, spanName: Texts.week(language), scale: { Texts.count($0, language) })
    }
}
