import Dossiers
import Exchange
import FoundationEssentials
import Hummingbird
import Registry

/// What stations signed and what the collector answered, for proof.
struct SystemSubmissionRoutes: Sendable {
    let gate: SystemGate

    var endpoints: [Endpoint] {
        [
            gate.endpoint("/submissions/{digest}", needs: .listDossiers, show),
            gate.endpoint(
                "/submissions/{digest}/receipt", needs: .listDossiers, gives: SystemGate.envelope, receipt),
            gate.endpoint(
                "/submissions/{digest}/envelope", needs: .openDossiers, gives: SystemGate.envelope, envelope),
        ]
    }

    @concurrent
    private func show(_ ask: SystemAsk) async throws -> Response {
        let record = try await record(ask, .listDossiers)
        let station = try await ask.registry.perform { registry throws(RegistryError) in
            try registry.station(record.manifest.station)
        }
        return ask.json(SystemSubmission(record, key: station?.key))
    }

    @concurrent
    private func receipt(_ ask: SystemAsk) async throws -> Response {
        let record = try await record(ask, .listDossiers)
        guard let envelope = record.receiptEnvelope else { throw ProblemAnswer.noSuch("receipt yet") }
        try await audit(ask, "receipt.export", record)
        // Envelopes are plain values that always encode.
        return signed(try! Wire.encode(envelope), ask)
    }

    /// The bytes as the station sent them: with the owner's name and number.
    @concurrent
    private func envelope(_ ask: SystemAsk) async throws -> Response {
        let record = try await record(ask, .openDossiers)
        try await audit(ask, "manifest.export", record, reason: try SystemReason.text(in: ask.request.headers))
        return signed(record.envelope, ask)
    }

    private func signed(_ bytes: Data, _ ask: SystemAsk) -> Response {
        ask.answer(Array(bytes), mediaType: SystemGate.envelope, tag: ContentDigest(sha256Of: bytes))
    }

    /// The submission of the address. One of an office out of reach is not there: a digest is no place to ask about.
    private func record(_ ask: SystemAsk, _ permission: Permission) async throws -> ManifestRecord {
        _ = try SystemQuery(ask.request)
        let digest = try ask.digest()
        let record = try await ask.registry.perform { registry throws(RegistryError) in try registry.manifest(digest) }
        guard let record, ask.access.allows(permission, at: record.manifest.site) else {
            throw ProblemAnswer.noSuch("submission")
        }
        return record
    }

    private func audit(
        _ ask: SystemAsk, _ action: String, _ record: ManifestRecord, reason: String? = nil
    ) async throws {
        let entry = ask.entry(
            action, record.digest.rawValue, site: record.manifest.site, reason: reason,
            detail: record.manifest.dossier.code.rawValue)
        try await ask.registry.perform { registry throws(RegistryError) in try registry.audit(entry) }
    }
}
