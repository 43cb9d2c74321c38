import Dossiers
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Progress
import Registry

/// One procedure and its offices: `/procedure?code=…`. A code may be of any characters, so that it is a field.
struct ProcedurePages: Sendable {
    let gate: WebGate

    var endpoints: [Endpoint] {
        [
            gate.endpoint("/procedure", for: .holders(.seeFigures), get: show),
            gate.endpoint("/procedure.csv", for: .holders(.seeFigures), get: export),
        ]
    }

    private struct View: Sendable {
        let code: String
        let up: String
        let isForeign: Bool
        let until: String
        let period: PeriodView
        let hidden: [HiddenField]
        let csv: String
        let about: String
        let heads: [SortHead]
        let rows: [ProcedureRow]
        let isEmpty: Bool
    }

    private struct Reading: Sendable {
        let name: String?
        let offices: [ProcedureAtOffice]
        let records: SiteRecords
    }

    @concurrent
    private func show(_ ask: WebAsk) async throws -> Response {
        let (visitor, language) = (try ask.member, ask.language)
        let query = ProceduresQuery(try ask.query, today: CalendarDay(ask.now))
        let (code, reading) = try await read(query, visitor)
        let links = LoadLinks(access: visitor.access, choice: query.choice)
        let dossiers = reading.offices.reduce(0) { $0 + $1.load.dossiers }
        let view = View(
            code: code, up: query.choice.path("/procedures"), isForeign: reading.name == nil,
            until: "\(Texts.periodName(query.choice.period)(language)) · \(Texts.figuresUntil(query.last)(language))",
            period: query.choice.view(language),
            hidden: ([("code", code)] + query.sorting.fields()).compactMap(HiddenField.init),
            csv: query.path("/procedure.csv"),
            about: Texts.procedureOffices(reading.offices.count, dossiers: dossiers)(language),
            heads: heads(of: query, language),
            rows: reading.offices.map {
                ProcedureRow($0, name: reading.records.pageName(of: $0.site, on: query.last), links, language)
            }, isEmpty: reading.offices.isEmpty)
        return ask.page(
            "procedure", view, title: reading.name ?? code, at: .procedures,
            status: query.choice.problem == nil ? .ok : .unprocessableContent)
    }

    /// The same rows as a file; that it was taken is in the trail.
    @concurrent
    private func export(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        let query = ProceduresQuery(try ask.query, today: CalendarDay(ask.now))
        guard query.choice.problem == nil else { throw WebProblem.malformed }
        let (_, reading) = try await read(query, visitor)
        let text = reading.offices.csv(of: query.choice.period, until: query.last) {
            reading.records.nearest($0, to: query.last)?.name ?? $0.rawValue
        }
        return try await gate.file(
            text, "thu-tuc-don-vi", query.choice,
            visitor.entry(
                "figures.export", query.choice.period.description, site: visitor.account.scope, detail: "procedure",
                at: ask.now))
    }

    private func read(_ query: ProceduresQuery, _ visitor: Visitor) async throws -> (String, Reading) {
        guard let code = query.code else { throw WebProblem.notFound }
        let reach = LoadReach(visitor)
        let reading = try await gate.registry.perform { registry throws(RegistryError) in
            try registry.readFigures { reader throws(RegistryError) -> Reading? in
                let known = try reader.knowsProcedure(code)
                guard known.isKnown else { return nil }
                return Reading(
                    name: known.name,
                    offices: try reader.offices(
                        of: code, at: reach.sites, from: query.choice.period.first, through: query.last),
                    records: try reader.siteRecords())
            }
        }
        guard let reading else { throw WebProblem.notFound }
        let offices = query.sorted(reading.offices, \.load) { reading.records.pageName(of: $0.site, on: query.last) }
        return (code, Reading(name: reading.name, offices: offices, records: reading.records))
    }

    private func heads(of query: ProceduresQuery, _ language: Language) -> [SortHead] {
        let columns: [(Text, ProceduresQuery.Order?, Bool)] = [
            (Texts.columnOffice, .name, false), (Texts.columnDossiers, .count, true),
            (Texts.columnComplete, .complete, true), (Texts.columnRate, .rate, true), (Texts.columnBar, nil, false),
            (Texts.columnPages, .pages, true),
        ]
        return columns.map { text, order, isNumber in
            query.sorting.head(text(language), order, isNumber: isNumber) { query.path("/procedure", $0) }
        }
    }
}
