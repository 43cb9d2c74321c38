import Dossiers
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Registry

/// Finding dossiers. What is looked for may name a person, so that it is posted and never stands in an address.
struct FindPages: Sendable {
    let gate: WebGate

    var endpoints: [Endpoint] {
        [gate.endpoint("/dossiers", for: .holders(.listDossiers), get: ask, post: find)]
    }

    /// Dossiers on one page.
    private static let size = 50

    private struct Row: Sendable {
        let code: String
        let path: String
        let site: String
        let procedure: String
        let owner: String?
        let sealed: String
        let state: String
        let kind: String
    }

    private struct View: Sendable {
        let csrf: String
        let mayOpen: Bool
        var form: FindForm
        let offices: [AccountForm.Choice]
        var problem: String?
        var wasAsked = false
        var rows: [Row] = []
        var found = ""
        var nearly: String?
        var next: String?
    }

    @concurrent
    private func ask(_ ask: WebAsk) async throws -> Response {
        let offices = try await choices(ask, chosen: "")
        return page(try view(FindForm(FormFields.empty), offices.choices(chosen: "", ask.language), ask), ask)
    }

    @concurrent
    private func find(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        let form = FindForm(ask.form)
        let offices = try await choices(ask, chosen: form.site)
        var view = try view(form, offices.choices(chosen: form.site, ask.language), ask)
        var query: DossierQuery
        switch form.query(mayOpen: view.mayOpen, offices) {
        case .success(let asked): query = asked
        case .failure(let problem):
            view.problem = problem.text(ask.language)
            return page(view, ask, status: .unprocessableContent)
        }
        if case .offices(let own) = visitor.access.reach { query.sites = query.sites?.intersection(own) ?? own }
        query.limit = Self.size
        query.after = ask.form["after"].flatMap(DossierCursor.init(rawValue:))
        let wanted = query
        let entry = visitor.entry(
            "dossier.find", "index", detail: "by \(form.criteria.joined(separator: ", "))", at: ask.now)
        let (found, names) = try await gate.registry.perform { registry throws(RegistryError) in
            if wanted.after == nil { try registry.audit(entry) }
            let found = try registry.dossiers(wanted)
            return (found, try registry.names(ofProcedures: Set(found.dossiers.compactMap(\.procedure))))
        }
        view.wasAsked = true
        view.rows = found.dossiers.map { row(of: $0, offices, names, mayOpen: view.mayOpen, ask.language) }
        view.found = Texts.found(found.dossiers.count, hasMore: found.next != nil)(ask.language)
        view.nearly = found.isApproximate ? Texts.nearlyThatName(ask.language) : nil
        view.next = found.next?.rawValue
        return page(view, ask)
    }

    private func page(_ view: View, _ ask: WebAsk, status: HTTPResponse.Status = .ok) -> Response {
        ask.page("find", view, title: Texts.findTitle(ask.language), at: .dossiers, status: status)
    }

    private func view(_ form: FindForm, _ offices: [AccountForm.Choice], _ ask: WebAsk) throws(WebProblem) -> View {
        let visitor = try ask.member
        return View(
            csrf: visitor.session.csrf, mayOpen: visitor.access.allows(.openDossiers), form: form,
            offices: offices.first?.value == ""
                ? offices
                : [AccountForm.Choice(value: "", name: Texts.allOffices(ask.language), isChosen: form.site.isEmpty)]
                    + offices)
    }

    private func choices(_ ask: WebAsk, chosen: String) async throws -> OfficeChoices {
        let visitor = try ask.member
        let day = CalendarDay(ask.now)
        return try await gate.registry.perform { registry throws(RegistryError) in
            try OfficeChoices(registry, visitor, on: day)
        }
    }

    private func row(
        of dossier: DossierSummary, _ offices: OfficeChoices, _ names: CatalogueNames, mayOpen: Bool,
        _ language: Language
    ) -> Row {
        let (state, kind) =
            if dossier.isDigitised {
                (Texts.stateDigitised, "good")
            } else if dossier.announced > 0 {
                (Texts.stateAwaited, "wait")
            } else {
                (Texts.statePartial, "wait")
            }
        return Row(
            code: dossier.code.rawValue, path: DossierPages.path(of: dossier.code, at: dossier.site),
            site: offices.name(of: dossier.site, language), procedure: dossier.procedure.map(names.procedure) ?? "",
            owner: mayOpen ? dossier.ownerName : nil, sealed: VietnamTime.text(dossier.lastSealedAt),
            state: state(language), kind: kind)
    }
}
