import Exchange
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Intake
import Registry

/// What a station keeps of the province for the desk: its procedures and its own figures.
struct BriefingRoutes: Sendable {
    let registry: Registry
    let gate: StationGate
    let now: @Sendable () -> Date

    var endpoints: [Endpoint] { [Endpoint("/v1/briefing", [.get: briefing])] }

    @concurrent
    private func briefing(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let station = try await gate.station(of: request)
        let moment = now()
        let briefing = try await registry.perform { registry throws(RegistryError) in
            try Briefing(of: station.site, from: registry, at: moment)
        }
        let tag = EntityTag(of: briefing)
        var response =
            tag.isIn(request.headers[.ifNoneMatch]) ? Response(status: .notModified) : .json(briefing)
        response.headers[.eTag] = tag.text
        // Each station has its own, and may keep it as long as it asks whether it still holds.
        response.headers[.cacheControl] = "private, no-cache"
        return response
    }
}
