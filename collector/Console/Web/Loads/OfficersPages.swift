import Dossiers
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Progress
import Registry

/// What officers did, office by office, for those who answer for the work: as a table and as a file.
///
/// It names people who work at the offices, so that it has a permission of its own, and that it was looked at is in the
/// trail. No address has a name: officers are named by number.
struct OfficersPages: Sendable {
    let gate: WebGate

    var endpoints: [Endpoint] {
        [
            gate.endpoint("/officers", for: .holders(.seeOfficers), get: show),
            gate.endpoint("/officers.csv", for: .holders(.seeOfficers), get: export),
        ]
    }

    private struct Row: Sendable {
        let name: String
        let office: String
        let officeHref: String?
        let submissions: String
        let submissionsHref: String?
        let dossiers: String
        let dossiersHref: String?
        let pages: String
        let pagesHref: String?
        let days: String
        let pace: String
    }

    private struct View: Sendable {
        let until: String
        let period: PeriodView
        let offices: [AccountForm.Choice]
        let hidden: [HiddenField]
        let csv: String
        let about: String
        let heads: [SortHead]
        let rows: [Row]
        let isEmpty: Bool
        let more: String?
    }

    /// The most rows on a page; the file has all.
    private static let most = 1000

    @concurrent
    private func show(_ ask: WebAsk) async throws -> Response {
        let (visitor, language) = (try ask.member, ask.language)
        let query = OfficersQuery(try ask.query, today: CalendarDay(ask.now))
        let reading = try await OfficersReading.read(query, visitor, on: CalendarDay(ask.now), from: gate.registry)
        let entry = entry("officer.list", query, visitor, at: ask.now)
        try await gate.registry.perform { registry throws(RegistryError) in try registry.audit(entry) }
        let links = LoadLinks(access: visitor.access, choice: query.choice)
        let (officers, choices) = (reading.officers, reading.offices.choices(chosen: query.site, language))
        let everywhere = AccountForm.Choice(
            value: "", name: Texts.everyOffice(language), isChosen: query.site.isEmpty)
        let view = View(
            until: "\(Texts.periodName(query.choice.period)(language)) · \(Texts.figuresUntil(query.last)(language))",
            period: query.choice.view(language),
            offices: choices.first?.value == "" ? choices : [everywhere] + choices,
            hidden: query.sorting.fields().compactMap(HiddenField.init), csv: query.path("/officers.csv"),
            about: Texts.officersAbout(officers.count, offices: Set(officers.map(\.load.site)).count)(language),
            heads: heads(of: query, language),
            rows: officers.prefix(Self.most).map { row(of: $0, links, language) }, isEmpty: officers.isEmpty,
            more: officers.count > Self.most ? Texts.moreRows(Self.most, of: officers.count)(language) : nil)
        return ask.page(
            "officers", view, title: Texts.officersTitle(language), at: .officers,
            status: query.choice.problem == nil ? .ok : .unprocessableContent)
    }

    /// The same rows as a file.
    @concurrent
    private func export(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        let query = OfficersQuery(try ask.query, today: CalendarDay(ask.now))
        guard query.choice.problem == nil else { throw WebProblem.malformed }
        let reading = try await OfficersReading.read(query, visitor, on: CalendarDay(ask.now), from: gate.registry)
        let records = reading.offices.records
        let text = reading.officers.map(\.load).csv(of: query.choice.period, until: query.last) {
            records.nearest($0, to: query.last)?.name ?? $0.rawValue
        }
        return try await gate.file(
            text, "can-bo", query.choice, entry("officer.export", query, visitor, at: ask.now))
    }

    private func entry(_ action: String, _ query: OfficersQuery, _ visitor: Visitor, at now: Date) -> AuditEntry {
        visitor.entry(
            action, query.choice.period.description, site: SiteID(rawValue: query.site) ?? visitor.account.scope,
            at: now)
    }

    private func row(of officer: OfficersReading.Officer, _ links: LoadLinks, _ language: Language) -> Row {
        let load = officer.load
        let submissions = links.submissions(of: load, onlyFirst: false)
        return Row(
            name: load.name.isEmpty ? Texts.unknownOfficer(language) : load.name, office: officer.office,
            officeHref: links.office(load.site), submissions: Texts.count(load.submissions, language),
            submissionsHref: load.submissions > 0 ? submissions : nil, dossiers: Texts.count(load.dossiers, language),
            dossiersHref: load.dossiers > 0 ? links.submissions(of: load, onlyFirst: true) : nil,
            pages: Texts.count(load.pages, language),
            pagesHref: load.pages > 0 && load.submissions > 0 ? submissions : nil,
            days: Texts.count(load.days, language), pace: Texts.pagesADay(load.pages, load.days, language))
    }

    private func heads(of query: OfficersQuery, _ language: Language) -> [SortHead] {
        let columns: [(Text, OfficersQuery.Order?, Bool)] = [
            (Texts.columnOfficer, .name, false), (Texts.columnOffice, .office, false),
            (Texts.columnSubmissions, nil, true), (Texts.columnFirst, nil, true), (Texts.columnPages, nil, true),
            (Texts.columnDays, nil, true), (Texts.columnPace, nil, true),
        ]
        return columns.map { text, order, isNumber in
            query.sorting.head(text(language), order, isNumber: isNumber) { query.path("/officers", $0) }
        }
    }
}
