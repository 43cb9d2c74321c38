import Dossiers
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Progress
import Registry

/// Procedures and how much is digitised of each, as a table that is sorted and as a file.
struct ProceduresPages: Sendable {
    let gate: WebGate

    var endpoints: [Endpoint] {
        [
            gate.endpoint("/procedures", for: .holders(.seeFigures), get: show),
            gate.endpoint("/procedures.csv", for: .holders(.seeFigures), get: export),
        ]
    }

    private struct View: Sendable {
        let until: String
        let period: PeriodView
        let showsUnused: Bool
        let hidden: [HiddenField]
        let csv: String
        let about: String
        let foreign: String?
        let heads: [SortHead]
        let rows: [ProcedureRow]
        let isEmpty: Bool
        let more: String?
    }

    /// The most rows on a page; the file has all.
    private static let most = 1000

    @concurrent
    private func show(_ ask: WebAsk) async throws -> Response {
        let (visitor, language) = (try ask.member, ask.language)
        let query = ProceduresQuery(try ask.query, today: CalendarDay(ask.now))
        let loads = try await loads(query, visitor)
        let links = LoadLinks(access: visitor.access, choice: query.choice)
        let foreign = loads.count { $0.name == nil }
        let view = View(
            until: "\(Texts.periodName(query.choice.period)(language)) · \(Texts.figuresUntil(query.last)(language))",
            period: query.choice.view(language), showsUnused: query.showsUnused,
            hidden: query.sorting.fields().compactMap(HiddenField.init), csv: query.path("/procedures.csv"),
            about: Texts.proceduresAbout(
                loads.count { $0.dossiers > 0 }, dossiers: loads.reduce(0) { $0 + $1.dossiers })(language),
            foreign: foreign > 0 ? Texts.foreignProcedures(foreign)(language) : nil,
            heads: heads(of: query, language),
            rows: loads.prefix(Self.most).map { ProcedureRow($0, links, language) }, isEmpty: loads.isEmpty,
            more: loads.count > Self.most ? Texts.moreRows(Self.most, of: loads.count)(language) : nil)
        return ask.page(
            "procedures", view, title: Texts.pageName(.procedures)(language), at: .procedures,
            status: query.choice.problem == nil ? .ok : .unprocessableContent)
    }

    /// The same rows as a file; that it was taken is in the trail.
    @concurrent
    private func export(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        let query = ProceduresQuery(try ask.query, today: CalendarDay(ask.now))
        guard query.choice.problem == nil else { throw WebProblem.malformed }
        let loads = try await loads(query, visitor)
        return try await gate.file(
            loads.csv(of: query.choice.period, until: query.last), "thu-tuc", query.choice,
            visitor.entry(
                "figures.export", query.choice.period.description, site: visitor.account.scope, detail: "procedures",
                at: ask.now))
    }

    private func loads(_ query: ProceduresQuery, _ visitor: Visitor) async throws(RegistryError) -> [ProcedureLoad] {
        let reach = LoadReach(visitor)
        let loads = try await gate.registry.perform { registry throws(RegistryError) in
            try registry.readFigures { reader throws(RegistryError) in
                let used = try reader.procedureLoads(
                    at: reach.sites, from: query.choice.period.first, through: query.last)
                return try query.showsUnused ? used + reader.unusedProcedures(besides: used) : used
            }
        }
        return query.sorted(loads, \.self) { $0.name ?? $0.code }
    }

    private func heads(of query: ProceduresQuery, _ language: Language) -> [SortHead] {
        let columns: [(Text, ProceduresQuery.Order?, Bool)] = [
            (Texts.columnProcedure, .name, false), (Texts.columnDossiers, .count, true),
            (Texts.columnComplete, .complete, true), (Texts.columnRate, .rate, true), (Texts.columnBar, nil, false),
            (Texts.columnPages, .pages, true), (Texts.columnOffices, .offices, true),
        ]
        return columns.map { text, order, isNumber in
            query.sorting.head(text(language), order, isNumber: isNumber) { query.path("/procedures", $0) }
        }
    }
}
