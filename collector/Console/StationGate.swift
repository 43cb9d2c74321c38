import HTTPTypes
import Hummingbird
import Intake

/// Lets in stations that prove who they are.
struct StationGate: Sendable {
    let intake: Intake

    /// The station whose bearer token the request carries.
    func station(of request: Request) async throws -> StationIdentity {
        try await intake.authenticate(Self.bearerToken(in: request.headers))
    }

    /// The token of an `Authorization: Bearer` field (RFC 6750, 2.1); nil where there is none of that kind.
    static func bearerToken(in headers: HTTPFields) -> String? {
        guard let value = headers[.authorization] else { return nil }
        let parts = value.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }
}
