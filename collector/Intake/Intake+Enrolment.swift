import Dossiers
package import Exchange
package import Foundation
import Logging
import Registry

extension Intake {
    /// Enrols the station that sent `bytes`, an envelope of an `EnrolmentRequest` signed with the key it brings.
    ///
    /// A station that asks again with the same token and key, because the answer was lost, gets the same answer.
    package func enrol(_ bytes: Data) async throws(IntakeError) -> EnrolmentAnswer {
        let (request, key) = try Self.read(bytes)
        let now = desk.now()
        let outcome = try await desk.perform { registry throws(RegistryError) in
            try registry.enrol(request, key: key, at: now)
        }
        switch outcome {
        case .enrolled(let station, let siteName, let level):
            desk.logger.info("station enrolled", metadata: ["station": "\(station.id)", "site": "\(station.site)"])
            return EnrolmentAnswer(
                station: station.id, site: station.site, siteName: siteName, level: level, collector: identity,
                collectorKey: desk.key.verificationKey.derRepresentation)
        case .tokenUnknown:
            throw IntakeError(.tokenInvalid, "the join token is not known here; check that it was typed in whole")
        case .tokenExpired: throw IntakeError(.tokenExpired, "the join token has expired; ask the province for another")
        case .tokenUsed:
            throw IntakeError(
                .tokenUsed, "the join token was used by another station; each serves once. Ask the province for another"
            )
        case .tokenRevoked:
            throw IntakeError(.tokenRevoked, "the join token was revoked; ask the province for another")
        case .siteClosed(let site):
            throw IntakeError(.siteClosed, "site \(site) is closed; ask the province for a token of its successor")
        case .keyTaken:
            throw IntakeError(
                .malformedRequest, "the key belongs to another station already; enrol with a new key (a copied disk?)")
        }
    }

    private static func read(_ bytes: Data) throws(IntakeError) -> (EnrolmentRequest, VerificationKey) {
        guard bytes.count <= IntakeLimit.enrolmentBytes else {
            throw IntakeError(.tooLarge, "the enrolment request is over \(IntakeLimit.enrolmentBytes) bytes")
        }
        let request: EnrolmentRequest
        do {
            request = try EnrolmentRequest.open(try Wire.decode(Envelope.self, from: bytes))
        } catch let error as MalformedJSON {
            throw IntakeError(.malformedRequest, "the body is no DSSE envelope: \(error.detail)")
        } catch {
            switch error as? OpenError {
            case .unexpectedPayloadType:
                throw IntakeError(.unsupportedPayloadType, "the payload type is not \(EnrolmentRequest.payloadType)")
            case .malformedPayload(let detail):
                throw IntakeError(.malformedRequest, "the enrolment request cannot be read: \(detail)")
            case .badSignature, nil:
                throw IntakeError(.badSignature, "the enrolment request is not signed with the key that it brings")
            }
        }
        guard isField(request.label, limit: TextLimit.name), isField(request.agentVersion, limit: TextLimit.code) else {
            throw IntakeError(.malformedRequest, "label or agentVersion is empty, too long or has control characters")
        }
        guard let key = try? VerificationKey(der: request.publicKey) else {
            throw IntakeError(.malformedRequest, "publicKey is no ECDSA P-256 key")
        }
        return (request, key)
    }
}
