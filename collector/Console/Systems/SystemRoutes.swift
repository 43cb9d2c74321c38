import Dossiers
import Exchange
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Intake
import NIOCore
import Registry

/// The API for other systems, and its description.
struct SystemRoutes: Sendable {
    private let gate: SystemGate
    private let intake: Intake
    private let version: String

    init(
        registry: Registry, intake: Intake, version: String, isBehindProxy: Bool, limits: ConsoleLimits,
        now: @escaping @Sendable () -> Date
    ) {
        gate = SystemGate(registry: registry, limits: limits, isBehindProxy: isBehindProxy, now: now)
        self.intake = intake
        self.version = version
    }

    var endpoints: [Endpoint] {
        [Endpoint("/api/v1/openapi.json", [.get: { request, _ in Self.description(request) }])]
            + SystemAccessRoutes(gate: gate, intake: intake, version: version).endpoints
            + SystemFigureRoutes(gate: gate).endpoints
            + SystemOfficeRoutes(gate: gate).endpoints
            + SystemPlanRoutes(gate: gate).endpoints
            + SystemListRoutes(gate: gate).endpoints
            + SystemLookupRoutes(gate: gate).endpoints
            + SystemDossierRoutes(gate: gate, intake: intake).endpoints
            + SystemSubmissionRoutes(gate: gate).endpoints
            + SystemReportRoutes(gate: gate).endpoints
            + SystemProcedureRoutes(gate: gate).endpoints
    }

    /// The description of the API, as it stands in the repository.
    private static func description(_ request: Request) -> Response {
        let bytes = PackageResources.openapi_systems_json
        let tag = EntityTag(strong: ContentDigest(sha256Of: Data(bytes)))
        var response =
            tag.isIn(request.headers[.ifNoneMatch])
            ? Response(status: .notModified)
            : Response(
                status: .ok, headers: [.contentType: SystemGate.json], body: .init(byteBuffer: ByteBuffer(bytes: bytes))
            )
        response.headers[.eTag] = tag.text
        response.headers[.cacheControl] = "no-cache"
        return response
    }
}
