import Dossiers
import Progress

/// Lines of one indicator as a table.
struct FigureTable: Sendable {
    let code: String
    let name: String
    /// Whether any line has a target; without, there is nothing to say of targets.
    let hasTargets: Bool
    let rows: [FigureRow]

    /// Nil without lines.
    init?(_ indicator: Indicator, _ lines: [ReportLine], _ links: FigureLinks?, _ language: Language) {
        guard !lines.isEmpty else { return nil }
        code = indicator.rawValue
        name = Texts.indicatorName(indicator)(language)
        hasTargets = lines.contains { $0.target != nil }
        rows = lines.map { FigureRow($0, links, language) }
    }
}
