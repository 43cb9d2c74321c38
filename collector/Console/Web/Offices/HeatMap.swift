import Dossiers
import Progress
import Registry

/// Offices as rows of coloured numbers: the colour says at a glance what the number says to the reader.
struct HeatMap: Sendable {
    struct Column: Sendable {
        let name: String
        let title: String
    }

    struct Cell: Sendable {
        let text: String
        /// `heat0` to `heat4`; nothing where there is nothing to compare.
        let heat: String?
        let title: String
    }

    struct Row: Sendable {
        let name: String
        let href: String?
        let cells: [Cell]
    }

    struct Step: Sendable {
        let heat: String
        let name: String
    }

    let columns: [Column]
    let rows: [Row]
    let legend: [Step]
    let about: String

    /// Offices by indicators, coloured by their rates.
    static func indicators(_ figures: OfficesFigures, _ links: FigureLinks, _ language: Language) -> HeatMap {
        let text = FigureText(language)
        let indicators = Indicator.allCases
        let lines = Dictionary(grouping: figures.all) { $0.scope.siteID }
        let order = figures.lines.compactMap { $0.scope.siteID }
        var seen: Set<SiteID> = []
        let rows = order.filter { seen.insert($0).inserted }.compactMap { id -> Row? in
            guard let own = lines[id] else { return nil }
            let cells = indicators.map { indicator -> Cell in
                guard let line = own.first(where: { $0.indicator == indicator && $0.isAtOwnLevel }) else {
                    return Cell(text: "–", heat: nil, title: Texts.indicatorName(indicator)(language))
                }
                let row = FigureRow(line, links, language)
                let parts = "\(row.numerator) / \(row.denominator)"
                return Cell(
                    text: row.isKnown || indicator == .offices ? row.rate : "–",
                    heat: row.isKnown ? line.ratePermille.map { heat($0, of: 1000) } : nil,
                    title: "\(Texts.indicatorName(indicator)(language)): \(parts)")
            }
            return Row(name: own.first.map(text.name) ?? id.rawValue, href: links.office(id), cells: cells)
        }
        return HeatMap(
            columns: indicators.map { Column(name: $0.rawValue, title: Texts.indicatorName($0)(language)) },
            rows: rows,
            legend: (0..<steps).map { Step(heat: "heat\($0)", name: Texts.heatStep($0, of: steps)(language)) },
            about: Texts.heatOfRates(language))
    }

    /// Offices by months, coloured by what share each month has of the office's best.
    static func months(
        _ figures: OfficesFigures, _ indicator: Indicator, _ links: FigureLinks, _ language: Language
    ) -> HeatMap {
        let text = FigureText(language)
        let months = OfficesFigures.months(to: figures.request.day)
        let rows = figures.lines.map { line in
            let counted = figures.months[line.counterScope] ?? [:]
            let most = months.compactMap { counted[$0] }.max() ?? 0
            return Row(
                name: text.name(of: line), href: line.scope.siteID.flatMap { links.office($0) },
                cells: months.map { month in
                    let value = counted[month] ?? 0
                    return Cell(
                        text: Texts.count(value, language), heat: value > 0 ? heat(value, of: most) : nil,
                        title: Texts.monthName(month))
                })
        }
        return HeatMap(
            columns: months.map { Column(name: Texts.shortMonth($0), title: Texts.monthName($0)) }, rows: rows,
            legend: (0..<steps).map { Step(heat: "heat\($0)", name: Texts.heatStep($0, of: steps)(language)) },
            about: Texts.heatOfMonths(indicator)(language))
    }

    private static let steps = 5

    private static func heat(_ value: Int, of most: Int) -> String {
        let step = most > 0 ? Int(clamping: Int128(value) * Int128(steps) / Int128(most)) : 0
        return "heat\(min(max(step, 0), steps - 1))"
    }
}

extension ReportLine {
    /// Whether an office's results are of its own level; others stand in a line of their own.
    fileprivate var isAtOwnLevel: Bool {
        if case .site(let site) = scope { level == site.level } else { false }
    }

    /// The name under which it is counted.
    fileprivate var counterScope: CounterScope {
        let level = indicator == .inForce ? level : nil
        switch scope {
        case .site(let site): return CounterScope(site.id.rawValue, level: level)
        case .authority(let code, _): return CounterScope(code, level: level)
        case .province, .level: return CounterScope("")
        }
    }
}
