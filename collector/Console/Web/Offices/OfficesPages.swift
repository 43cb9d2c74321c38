import Dossiers
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Progress
import Registry

/// The offices one by one: a table that is sorted, two heat maps, and the table as a file.
struct OfficesPages: Sendable {
    let gate: WebGate

    var endpoints: [Endpoint] {
        [
            gate.endpoint("/offices", for: .holders(.seeFigures), get: show),
            gate.endpoint("/offices.csv", for: .holders(.seeFigures), get: export),
        ]
    }

    private struct Choice: Sendable {
        let value: String
        let name: String
        let isChosen: Bool
    }

    private struct Head: Sendable {
        let name: String
        let path: String?
        let isNumber: Bool
        /// `ascending` or `descending` where the rows are in this order.
        let sorted: String?
        let isDescending: Bool
    }

    private struct View: Sendable {
        let title: String
        let until: String
        let period: PeriodView
        let indicators: [Choice]
        let levels: [Choice]
        let tabs: [FrameView.Link]
        /// What a form must bring along.
        let viewName: String?
        let sortName: String?
        let csv: String
        var isTable = true
        var heads: [Head] = []
        var rows: [FigureRow] = []
        var map: HeatMap?
        var more: String?
        var isEmpty = false
    }

    /// The most rows on a page; the file has all.
    private static let most = 1000

    @concurrent
    private func show(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        let query = OfficesQuery(try ask.query, today: CalendarDay(ask.now))
        let figures = try await figures(query, visitor)
        let language = ask.language
        let links = FigureLinks(access: visitor.access, choice: query.choice)
        var view = frame(of: query, figures, language)
        var shown = figures.lines
        if shown.count > Self.most {
            view.more = Texts.moreRows(Self.most, of: shown.count)(language)
            shown = Array(shown.prefix(Self.most))
        }
        switch query.form {
        case .table:
            view.heads = heads(of: query, language)
            view.rows = shown.map { line in
                var row = FigureRow(line, links, language)
                row.lastDay = line.scope.siteID.map { id in
                    figures.lastDays[id.rawValue]?.vietnamese ?? Texts.never(language)
                }
                return row
            }
        case .indicators: view.map = .indicators(figures, links, language)
        case .months: view.map = .months(figures, query.indicator, links, language)
        }
        view.isTable = query.form == .table
        view.isEmpty = shown.isEmpty
        return ask.page(
            "offices", view, title: Texts.pageName(.offices)(language), at: .offices,
            status: query.choice.problem == nil ? .ok : .unprocessableContent)
    }

    /// The same lines as a file; that it was taken is in the trail.
    @concurrent
    private func export(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        let query = OfficesQuery(try ask.query, today: CalendarDay(ask.now))
        guard query.choice.problem == nil else { throw WebProblem.malformed }
        let figures = try await figures(query, visitor)
        let entry = visitor.entry(
            "figures.export", query.choice.period.description, site: visitor.account.scope,
            detail: query.indicators.map(\.rawValue).joined(separator: ", "), at: ask.now)
        try await gate.registry.perform { registry throws(RegistryError) in try registry.audit(entry) }
        let name = "tien-do-\(query.choice.period.description)-\(figures.request.day)".map { character in
            character.isASCII && (character.isLetter || character.isNumber) ? character : "-"
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8",
                .contentDisposition: "attachment; filename=\"\(String(name)).csv\"",
            ], body: .init(byteBuffer: ByteBuffer(string: figures.report.csv())))
    }

    private func figures(_ query: OfficesQuery, _ visitor: Visitor) async throws(RegistryError) -> OfficesFigures {
        let reach = visitor.access.reach
        return try await gate.registry.perform { registry throws(RegistryError) in
            try registry.readFigures { reader throws(RegistryError) in
                try OfficesFigures(query, reach: reach, from: reader)
            }
        }
    }

    private func frame(of query: OfficesQuery, _ figures: OfficesFigures, _ language: Language) -> View {
        let title = query.form == .indicators ? Texts.allIndicators : Texts.indicatorName(query.indicator)
        return View(
            title: title(language),
            until: "\(Texts.periodName(query.choice.period)(language)) · "
                + Texts.figuresUntil(figures.request.day)(language),
            period: query.choice.view(language),
            indicators: Indicator.allCases.map {
                Choice(
                    value: $0.rawValue, name: "\($0.rawValue) – \(Texts.indicatorName($0)(language))",
                    isChosen: $0 == query.indicator)
            },
            levels: [Choice(value: "", name: Texts.everyLevel(language), isChosen: query.level == nil)]
                + Level.allCases.map {
                    Choice(value: $0.rawValue, name: Texts.levelName($0)(language), isChosen: $0 == query.level)
                },
            tabs: OfficesQuery.Form.allCases.map {
                FrameView.Link(
                    name: Texts.officesForm($0)(language), path: query.path(form: $0), isCurrent: $0 == query.form)
            },
            viewName: query.form == .table ? nil : query.form.rawValue,
            sortName: query.order == .gap ? nil : query.order.rawValue, csv: query.path("/offices.csv"))
    }

    private func heads(of query: OfficesQuery, _ language: Language) -> [Head] {
        let columns: [(Text, OfficesQuery.Order?, Bool)] = [
            (Texts.columnOffice, .name, false), (Texts.columnCount, .count, true), (Texts.columnRate, .rate, true),
            (Texts.columnBar, nil, false), (Texts.columnTarget, nil, true), (Texts.columnGap, .gap, false),
            (Texts.columnOutcome, nil, false), (Texts.columnForecast, nil, false),
            (Texts.columnActivity, .activity, false),
        ]
        return columns.map { text, order, isNumber in
            guard let order else {
                return Head(name: text(language), path: nil, isNumber: isNumber, sorted: nil, isDescending: false)
            }
            let isCurrent = order == query.order
            let isDescending = order.isDescending != query.isReversed
            return Head(
                name: text(language),
                path: query.path(order: order, isReversed: isCurrent && !query.isReversed), isNumber: isNumber,
                sorted: isCurrent ? (isDescending ? "descending" : "ascending") : nil, isDescending: isDescending)
        }
    }
}
