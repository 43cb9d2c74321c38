import Dossiers
import Exchange
package import FoundationEssentials
import Hummingbird
package import Spool

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

    /// What was kept last; nil where nothing was.
    private func draft(of officer: Officer) async throws -> Draft? {
        try await desk.spool.forgetOldDrafts(now: now())
        guard let kept = try await desk.spool.kept(named: Self.name(officer)), !kept.bytes.isEmpty else { return nil }
        return try? Wire.decode(Draft.self, from: kept.bytes)
    }

    fileprivate static let prefix = "draft-"

    private static func name(_ officer: Officer) -> String { "\(prefix)\(officer.id)" }
}

extension Spool {
    /// Deletes forms that were left for longer than a working day, whoever left them: a citizen who came yesterday has gone.
    package func forgetOldDrafts(now: Date = Date()) throws(SpoolError) {
        // One from ahead of this is of a clock that has been set right since.
        let day = now.addingTimeInterval(-Sessions.lifetime)...now.addingTimeInterval(Sessions.lifetime)
        try forget(keptAs: DraftRoutes.prefix, outside: day)
    }
}
