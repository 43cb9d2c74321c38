import HTTPTypes
import Hummingbird
import Spool

/// Officers of this PC, set up by a site manager.
struct OfficerRoutes: Sendable {
    let desk: StationDesk
    let sessions: Sessions

    private struct Fields: Decodable {
        var name: String?
        var displayName: String?
        var role: OfficerRole?
        var isActive: Bool?
        var pin: String?

        /// What changes, for the log: no names.
        func changes(from officer: Officer) -> [String: String] {
            var changes = ["subject": "\(officer.id)"]
            if let role, role != officer.role { changes["role"] = "\(role.rawValue)" }
            if let isActive, isActive != officer.isActive { changes["active"] = "\(isActive)" }
            if let displayName, displayName != officer.displayName { changes["displayName"] = "changed" }
            return changes
        }
    }

    private struct View: Encodable { var officers: [OfficerView] }

    func add(to router: Router<WebContext>) {
        router.get("api/officers") { _, context in
            _ = try context.manager
            return try await answer()
        }
        router.post("api/officers") { request, context in
            let manager = try context.manager
            let fields = try await request.read(Fields.self)
            guard let name = fields.name, let displayName = fields.displayName, let pin = fields.pin else {
                throw StationRefusal.malformed("name")
            }
            let added = try await desk.spool.addOfficer(
                name: name, displayName: displayName, role: fields.role ?? .officer, pinHash: try hash(pin))
            desk.log(
                "an officer was added", by: manager,
                ["subject": "\(added)", "role": "\((fields.role ?? .officer).rawValue)"])
            return try await answer()
        }
        router.patch("api/officers/:officer") { request, context in
            let manager = try context.manager
            let id = try context.number("officer")
            let fields = try await request.read(Fields.self)
            guard let officer = try await desk.spool.officers().first(where: { $0.id == id }) else {
                throw SpoolError.officerNotFound
            }
            try await desk.spool.setOfficer(
                id, displayName: fields.displayName ?? officer.displayName, role: fields.role ?? officer.role,
                isActive: fields.isActive ?? officer.isActive)
            desk.log("an officer was changed", by: manager, fields.changes(from: officer))
            if let pin = fields.pin {
                try await desk.spool.setPIN(of: id, hash: try hash(pin))
                desk.log("an officer's PIN was set", by: manager, ["subject": "\(id)"])
            }
            // Who has a new PIN, or may not work here any more, is not signed in anywhere.
            if id != manager.id, fields.pin != nil || fields.isActive == false { await sessions.endAll(of: id) }
            return try await answer()
        }
    }

    private func answer() async throws -> Response {
        desk.board.post(.session)
        return Response.json(View(officers: try await desk.spool.officers().map(OfficerView.init)))
    }

    private func hash(_ pin: String) throws(StationRefusal) -> String {
        do { return try PINHash.make(pin) } catch {
            throw StationRefusal(.unacceptable, "weak_pin", error.text, field: "pin")
        }
    }
}
