import Dossiers
import Exchange
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Intake
import NIOCore
import Registry

/// Where stations get what the province sets for them.
struct SettingsRoutes: Sendable {
    let registry: Registry
    let intake: Intake
    let gate: StationGate
    let now: @Sendable () -> Date

    var endpoints: [Endpoint] { [Endpoint("/v1/settings", [.get: settings])] }

    @concurrent
    private func settings(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let station = try await gate.station(of: request)
        let moment = now()
        let found = try await registry.perform { registry throws(RegistryError) in
            try registry.effectiveSettings(of: station.site, on: CalendarDay(moment))
        }
        var response: Response
        if let found {
            let document = SettingsDocument(
                collector: intake.identity, site: station.site, number: found.number, issuedAt: found.setAt,
                settings: found.settings)
            // Plain values always encode. A signature is another each time; the tag is of what is signed.
            let envelope = intake.key.seal(try! Wire.encode(document), type: SettingsDocument.payloadType)
            let tag = EntityTag(of: envelope)
            if tag.isIn(request.headers[.ifNoneMatch]) {
                response = Response(status: .notModified)
            } else {
                response = .json(envelope)
                response.headers[.contentType] = "application/vnd.dsse+json"
            }
            response.headers[.eTag] = tag.text
        } else {
            response = Response(status: .noContent)
        }
        response.headers[.cacheControl] = "private, no-cache"
        return response
    }
}
