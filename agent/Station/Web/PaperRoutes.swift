import Dossiers
import Exchange
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Spool

/// The papers of an open dossier.
struct PaperRoutes: Sendable {
    let desk: StationDesk
    let dossiers: DossierRoutes

    /// A paper as the page describes it. Authority and level are this office's where they are not given.
    struct Fields: Decodable {
        var role: DocumentRole
        var type: String
        var number: String?
        var issuedOn: CalendarDay?
        var issuer: String?
        var authority: String?
        var level: Level?
        var inForce: Bool?
        var sheets: Int?
        /// The paper that is used again, as a lookup gave it.
        var reuse: FoundPaper?

        func draft(at identity: EnrolledStation) -> DocumentDraft {
            var document = Document(
                role: role, type: type, number: number?.nonEmpty, issuedOn: issuedOn, issuer: issuer?.nonEmpty,
                authority: authority?.nonEmpty ?? identity.site.rawValue, level: level ?? identity.level,
                inForce: inForce ?? true)
            document.reuse = reuse?.reuse
            return DocumentDraft(document: document, sheets: sheets)
        }
    }

    func add(to router: Router<WebContext>) {
        router.post("api/dossiers/:code/papers") { request, context in
            let officer = try context.officer
            let code = try context.code
            let fields = try await request.read(Fields.self)
            let draft = fields.draft(at: try desk.settings.identity().identity)
            if fields.reuse == nil {
                _ = try await desk.spool.addPaper(draft, to: code, by: officer.name)
            } else {
                _ = try await desk.spool.reuse(draft, in: code, by: officer.name)
            }
            return try await answer(code)
        }
        router.patch("api/dossiers/:code/papers/:paper") { request, context in
            let officer = try context.officer
            let code = try context.code
            let changes = try await request.read(PaperChanges.self)
            let id = try context.number("paper")
            guard let paper = try await desk.spool.dossier(code)?.papers.first(where: { $0.id == id }) else {
                throw SpoolError.paperNotFound(code)
            }
            let draft = changes.applied(to: paper, at: try desk.settings.identity().identity)
            try await desk.spool.changePaper(id, of: code, to: draft, by: officer.name)
            return try await answer(code)
        }
        router.post("api/dossiers/:code/papers/:paper/move") { request, context in
            struct Wish: Decodable { var before: Int? }
            let officer = try context.officer
            let code = try context.code
            let wish = try await request.read(Wish.self)
            try await desk.spool.movePaper(
                context.number("paper"), of: code, before: wish.before, by: officer.name)
            return try await answer(code)
        }
        router.delete("api/dossiers/:code/papers/:paper") { _, context in
            let officer = try context.officer
            let code = try context.code
            try await desk.spool.removePaper(context.number("paper"), of: code, by: officer.name)
            return try await answer(code)
        }
    }

    private func answer(_ code: DossierCode) async throws -> Response {
        desk.board.post(.desk, .dossier(code.rawValue))
        return try await dossiers.answer(code)
    }
}

extension String {
    /// Nil of a text that was left empty.
    var nonEmpty: String? { isEmpty ? nil : self }
}
