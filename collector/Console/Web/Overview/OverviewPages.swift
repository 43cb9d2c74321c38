import Dossiers
import FoundationEssentials
import Hummingbird
import Progress
import Registry

/// The first page: how far the levels are, at a glance.
struct OverviewPages: Sendable {
    let gate: WebGate

    var endpoints: [Endpoint] { [gate.endpoint("/", for: .members, get: show)] }

    private struct View: Sendable {
        let heading: String
        let until: String
        let scope: String
        let period: PeriodView
        var seesFigures = false
        var hasOffices = false
        var tables: [FigureTable] = []
        /// Tables without targets, two beside each other.
        var plain: [FigureTable] = []
        var compact: [FigureTable] = []
        var charts: [ChartView] = []
        var behind: FigureTable?
        var behindNote: String?
        var allOffices = ""
        var unknown: [UnknownOffices] = []
        var hasUnknown = false
    }

    /// Weeks in the charts: half a year.
    private static let weeks = 26

    @concurrent
    private func show(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        let choice = PeriodChoice(try ask.query, today: CalendarDay(ask.now))
        let language = ask.language
        var view = View(
            heading: Texts.progressIn(choice.period)(language),
            until: Texts.figuresUntil(choice.request().day)(language),
            scope: visitor.scopeName ?? Texts.wholeProvince(language), period: choice.view(language))
        if visitor.access.allows(.seeFigures) {
            view.seesFigures = true
            let reach = visitor.access.reach
            let read = try await gate.registry.perform { registry throws(RegistryError) in
                try registry.readFigures { reader throws(RegistryError) in
                    try OverviewFigures(choice, reach: reach, weeks: Self.weeks, from: reader)
                }
            }
            fill(&view, read, FigureLinks(access: visitor.access, choice: choice), language)
        }
        return ask.page(
            "overview", view, title: Texts.pageName(.overview)(language), at: .overview,
            status: choice.problem == nil ? .ok : .unprocessableContent)
    }

    private func fill(_ view: inout View, _ figures: OverviewFigures, _ links: FigureLinks, _ language: Language) {
        func table(_ indicator: Indicator) -> FigureTable? {
            FigureTable(indicator, figures.lines.filter { $0.indicator == indicator }, links, language)
        }
        view.hasOffices = figures.hasOffices
        let (main, side) = ([Indicator.inForce, .received, .results], [Indicator.reuse, .offices])
        view.tables = main.compactMap(table).filter(\.hasTargets)
        view.plain = (main + side).compactMap(table).filter { !$0.hasTargets }
        view.compact = side.compactMap(table).filter(\.hasTargets)
        view.allOffices = links.offices(.inForce, nil)
        view.charts = [
            .weeks(
                figures.weeklyResults, through: figures.day, title: Texts.weeklyResults, unit: Texts.resultsUnit,
                language),
            .weeks(
                figures.weeklyDossiers, through: figures.day, title: Texts.weeklyDossiers, unit: Texts.dossiersUnit,
                language),
        ]
        let behind = figures.furthestBehind(10)
        view.behind = behind.first.flatMap { FigureTable($0.indicator, behind, links, language) }
        if behind.isEmpty {
            let known = figures.offices.contains { $0.gapPermille != nil }
            view.behindNote = (known ? Texts.behindNone : Texts.behindUnknown)(language)
        }
        view.unknown = [Indicator.inForce, .received, .results].compactMap {
            UnknownOffices($0, figures.offices, links, language)
        }
        view.hasUnknown = !view.unknown.isEmpty
    }
}

/// The offices of an indicator that have no denominator.
struct UnknownOffices: Sendable {
    struct Office: Sendable {
        let name: String
        let href: String?
    }

    let name: String
    let offices: [Office]
    let more: String?

    /// The most that are named.
    private static let most = 12

    /// Nil where every office has one.
    init?(_ indicator: Indicator, _ lines: [ReportLine], _ links: FigureLinks, _ language: Language) {
        let lines = lines.filter { $0.indicator == indicator && $0.rate.denominator == nil }
        guard !lines.isEmpty else { return nil }
        name = Texts.unknownOffices(lines.count, indicator)(language)
        offices = lines.prefix(Self.most).map { line in
            Office(
                name: FigureText(language).name(of: line), href: line.scope.siteID.flatMap { links.office($0) })
        }
        let rest = lines.count - offices.count
        more = rest > 0 ? Texts.moreOffices(rest)(language) : nil
    }
}
