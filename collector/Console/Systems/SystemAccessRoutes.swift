import Dossiers
import Exchange
import FoundationEssentials
import Hummingbird
import Intake
import Registry

/// What a system may, and whose collector this is.
struct SystemAccessRoutes: Sendable {
    let gate: SystemGate
    let intake: Intake
    let version: String

    var endpoints: [Endpoint] { [gate.endpoint("/access", needs: nil, show)] }

    private struct Answer: Encodable {
        let system: Username
        let permissions: [Permission]
        let scope: SiteID?
        let expiresAt: Date
        let collector: Collector
    }

    private struct Collector: Encodable {
        let id: String
        let version: String
        /// SubjectPublicKeyInfo in PEM: with it receipts and frozen reports are verified.
        let publicKey: String
        let fingerprint: String
    }

    @concurrent
    private func show(_ ask: SystemAsk) async throws -> Response {
        _ = try SystemQuery(ask.request)
        let key = intake.key.verificationKey
        return ask.json(
            Answer(
                system: ask.system.name, permissions: ask.system.permissions, scope: ask.system.scope,
                expiresAt: ask.system.expiresAt,
                collector: Collector(
                    id: intake.identity, version: version, publicKey: key.pemRepresentation,
                    fingerprint: key.fingerprint)))
    }
}
