import Dossiers
import Exchange
import FoundationEssentials
import Hummingbird
import Spool

/// What an officer has typed of a dossier that does not exist yet: the same in each of her tabs, and there again after
/// the browser or the agent went down.
struct DraftRoutes: Sendable {
    let desk: StationDesk
    let now: @Sendable () -> Date

    /// The form as it stands; whether it is good is looked at when a dossier is made of it.
    private struct Draft: Codable {
        var code: String?
        var ownerName: String?
        var ownerIdentityNumber: String?
        var procedure: String?
        var procedureText: String?
        var role: DocumentRole?
        var type: String?
        var typeText: String?
    }

    private struct View: Encodable { var form: Draft? }

    func add(to router: Router<WebContext>) {
        router.get("api/draft") { _, context in
            Response.json(View(form: try await draft(of: context.officer)))
        }
        router.put("api/draft") { request, context in
            let officer = try context.officer
            let draft = try await request.read(Draft.self)
            try await desk.spool.keep(try Wire.encode(draft), named: Self.name(officer), now: now())
            desk.board.post(.draft)
            return Response(status: .noContent)
        }
        router.delete("api/draft") { _, context in
            try await desk.spool.keep(Data(), named: Self.name(context.officer), now: now())
            desk.board.post(.draft)
            return Response(status: .noContent)
        }
    }

    /// What was kept last; nil where nothing was. After a working day it is deleted: a citizen who came yesterday has
    /// gone.
    private func draft(of officer: Officer) async throws -> Draft? {
        guard let kept = try await desk.spool.kept(named: Self.name(officer)), !kept.bytes.isEmpty else { return nil }
        guard abs(now().timeIntervalSince(kept.keptAt)) < Sessions.lifetime else {
            try await desk.spool.keep(Data(), named: Self.name(officer), now: now())
            return nil
        }
        return try? Wire.decode(Draft.self, from: kept.bytes)
    }

    private static func name(_ officer: Officer) -> String { "draft-\(officer.id)" }
}
