import HTTPTypes
import Hummingbird
import NIOCore

/// Addresses about the server itself.
struct ServiceRoutes: Sendable {
    let collector: String
    let version: String

    var endpoints: [Endpoint] {
        let health = Health(status: "ok", collector: collector, version: version)
        return [
            Endpoint("/v1/health", [.get: { _, _ in .json(health) }]),
            Endpoint("/openapi.json", [.get: { _, _ in Self.description }]),
        ]
    }

    private struct Health: Encodable, Sendable {
        let status: String
        let collector: String
        let version: String
    }

    /// The description of the API, as it stands in the repository.
    private static var description: Response {
        Response(
            status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-cache"],
            body: .init(byteBuffer: ByteBuffer(bytes: PackageResources.openapi_json)))
    }
}
