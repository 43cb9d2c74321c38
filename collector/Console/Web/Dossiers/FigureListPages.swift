import Dossiers
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Registry

/// The list that a figure was counted from: `/lists?kind=…&site=…&from=…&to=…`.
///
/// `kind` is `dossiers`, `digitised`, `results` or `in-force`; the last is of an `authority` and a `level`. It is
/// `procedure` or `procedure-digitised` of a `procedure`, and `submissions` or `first-submissions` of an `officer`, who is
/// named by number.
struct FigureListPages: Sendable {
    let gate: WebGate

    var endpoints: [Endpoint] { [gate.endpoint("/lists", for: .holders(.listDossiers), get: show)] }

    private static let size = 50

    private struct Row: Sendable {
        let day: String
        let code: String
        let path: String?
        let paper: String?
        let number: String?
        let site: String
        let state: String?
        let kind: String?
    }

    private struct View: Sendable {
        let about: String
        let hasPapers: Bool
        let hasStates: Bool
        let rows: [Row]
        let older: String?
        let newest: String?
    }

    @concurrent
    private func show(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        let fields = try ask.query
        var list = try list(fields, ask)
        // The figures of a part of the province are for those who reach it.
        try visitor.require(.listDossiers, at: Self.site(of: list.kind))
        if Self.officer(of: list.kind) != nil { try visitor.require(.seeOfficers, at: Self.site(of: list.kind)) }
        list.limit = Self.size + 1
        if let day = fields["day"].flatMap({ CalendarDay($0) }), let key = fields["key"] {
            list.after = FigureList.Place(day: day, key: key)
        }
        let asked = list
        let day = CalendarDay(ask.now)
        let entry = visitor.entry(
            "figure.list", fields["kind"] ?? "", site: Self.site(of: list.kind),
            detail: "\(list.first.map { "\($0)" } ?? "beginning") to \(list.last)", at: ask.now)
        let whose = try await whose(list.kind, ask.language)
        let (items, offices, names) = try await gate.registry.perform { registry throws(RegistryError) in
            if asked.after == nil { try registry.audit(entry) }
            let items = try registry.items(asked)
            return (
                items, try OfficeChoices(registry, visitor, on: day),
                try registry.names(papers: Set(items.compactMap(\.paperType)))
            )
        }
        return page(list, items, offices, names, whose, fields, ask)
    }

    /// The procedure or the officer of a list; nil where it is of an office as a whole.
    private func whose(_ kind: FigureList.Kind, _ language: Language) async throws -> String? {
        switch kind {
        case .procedure(let code, _, _):
            return try await gate.registry.perform { registry throws(RegistryError) in
                try registry.names(ofProcedures: [code]).procedure(code)
            }
        case .submissions(let id, let site), .firstSubmissions(let id, let site):
            let officer = try await gate.registry.perform { registry throws(RegistryError) in
                try registry.officer(id, at: site)
            }
            guard let officer else { throw WebProblem.notFound }
            return officer.isEmpty ? Texts.unknownOfficer(language) : officer
        case .dossiers, .digitisedDossiers, .results, .resultsInForce: return nil
        }
    }

    private func page(
        _ list: FigureList, _ items: [CountedItem], _ offices: OfficeChoices, _ names: CatalogueNames,
        _ whose: String?, _ fields: FormFields, _ ask: WebAsk
    ) -> Response {
        let same = ["kind", "site", "authority", "level", "procedure", "officer", "from", "to"].map {
            (name: $0, value: fields[$0])
        }
        let last = items.count > Self.size ? items[Self.size - 1].place : nil
        let hasPapers = Self.hasPapers(list.kind)
        let isMixed = Self.isMixed(list.kind)
        let office = offices.name(of: Self.site(of: list.kind), ask.language)
        let subject = [whose, office].compactMap(\.self).joined(separator: " · ")
        let view = View(
            about: Texts.listAbout(subject, list.first, list.last)(ask.language),
            hasPapers: hasPapers, hasStates: isMixed,
            rows: items.prefix(Self.size).map {
                row(of: $0, offices, names, hasState: isMixed, ask)
            },
            older: last.map { place in
                "/lists?" + FormFields.query(same + [("day", place.day.description), ("key", place.key)])
            },
            newest: list.after == nil ? nil : "/lists?" + FormFields.query(same))
        return ask.page("figure-list", view, title: Texts.listTitle(list.kind)(ask.language), at: .dossiers)
    }

    private func row(
        of item: CountedItem, _ offices: OfficeChoices, _ names: CatalogueNames, hasState: Bool, _ ask: WebAsk
    ) -> Row {
        let isInReach = ask.visitor?.access.allows(.listDossiers, at: item.site) ?? false
        return Row(
            day: item.day.vietnamese, code: item.dossier.rawValue,
            path: isInReach ? DossierPages.path(of: item.dossier, at: item.site) : nil,
            paper: item.paperType.map { names.paper($0) }, number: item.paperNumber,
            site: offices.name(of: item.site, ask.language),
            state: hasState
                ? (item.isDigitised ? Texts.stateDigitised : Texts.statePartial)(ask.language) : nil,
            kind: hasState ? (item.isDigitised ? "good" : "wait") : nil)
    }

    /// The list that the address names.
    private func list(_ fields: FormFields, _ ask: WebAsk) throws(WebProblem) -> FigureList {
        let kind: FigureList.Kind
        let site = fields["site"].flatMap(SiteID.init(rawValue:))
        switch (fields["kind"], site) {
        case ("dossiers", let site?): kind = .dossiers(site)
        case ("digitised", let site?): kind = .digitisedDossiers(site)
        case ("results", let site?): kind = .results(site)
        case ("in-force", _):
            guard let authority = fields["authority"], SiteID(rawValue: authority) != nil,
                let level = fields["level"].flatMap(Level.init(rawValue:))
            else { throw .notFound }
            kind = .resultsInForce(authority: authority, level)
        case ("procedure", let site?), ("procedure-digitised", let site?):
            guard let code = fields["procedure"] else { throw .notFound }
            kind = .procedure(code, site, onlyDigitised: fields["kind"] == "procedure-digitised")
        case ("submissions", let site?), ("first-submissions", let site?):
            guard let officer = fields["officer"].flatMap({ Int64($0) }) else { throw .notFound }
            kind =
                fields["kind"] == "submissions"
                ? .submissions(officer: officer, site) : .firstSubmissions(officer: officer, site)
        default: throw .notFound
        }
        let first = fields["from"].flatMap { CalendarDay($0) }
        guard fields["from"] == nil || first != nil else { throw .malformed }
        guard let last = fields["to"].map({ CalendarDay($0) }) ?? CalendarDay(ask.now) else { throw .malformed }
        return FigureList(kind, from: first, through: last)
    }

    /// Whose figure it is. Only whoever reaches the whole province sees the lists of an authority that is no office.
    private static func site(of kind: FigureList.Kind) -> SiteID {
        switch kind {
        case .dossiers(let site), .digitisedDossiers(let site), .results(let site), .procedure(_, let site, _),
            .submissions(_, let site), .firstSubmissions(_, let site):
            site
        // `list` lets only identities through.
        case .resultsInForce(let authority, _): SiteID(rawValue: authority)!
        }
    }

    private static func hasPapers(_ kind: FigureList.Kind) -> Bool {
        switch kind {
        case .dossiers, .digitisedDossiers, .procedure, .submissions, .firstSubmissions: false
        case .results, .resultsInForce: true
        }
    }

    /// Whether some of the dossiers may have all compulsory components and others not.
    private static func isMixed(_ kind: FigureList.Kind) -> Bool {
        switch kind {
        case .dossiers, .submissions, .firstSubmissions, .procedure(_, _, onlyDigitised: false): true
        case .digitisedDossiers, .results, .resultsInForce, .procedure: false
        }
    }

    /// The officer whose list it is.
    private static func officer(of kind: FigureList.Kind) -> Int64? {
        switch kind {
        case .submissions(let officer, _), .firstSubmissions(let officer, _): officer
        case .dossiers, .digitisedDossiers, .results, .resultsInForce, .procedure: nil
        }
    }
}
