import Dossiers
import Progress

/// Lines of one indicator as a table.
struct FigureTable: Sendable {
    let code: String
    let name: String
    let rows: [FigureRow]

    /// Nil without lines.
    init?(_ indicator: Indicator, _ lines: [ReportLine], _ links: FigureLinks, _ language: Language) {
        guard !lines.isEmpty else { return nil }
        code = indicator.rawValue
        name = Texts.indicatorName(indicator)(language)
        rows = lines.map { FigureRow($0, links, language) }
    }
}
