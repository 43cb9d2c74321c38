import Dossiers
import Exchange
import Registry
import TestSupport
import Testing

extension Registry {
    /// A station at the office.
    func enrolled(at site: String) throws -> SampleStation {
        let key = SigningKey()
        let secret = try issueToken(for: siteID(site), lifetime: 3600, by: "an", at: SampleStation.noon).secret
        let request = EnrolmentRequest(
            token: secret.text, publicKey: key.verificationKey.derRepresentation, label: "PC", agentVersion: "1")
        let outcome = try enrol(request, key: key.verificationKey, at: SampleStation.noon)
        guard case .enrolled(let record, _, _) = outcome else { throw NotEnrolled(outcome: "\(outcome)") }
        return SampleStation(id: record.id, site: siteID(site), key: key)
    }

    /// Takes a manifest in as if all its pages were there.
    func accept(_ sealed: SealedManifest) throws {
        let key = SigningKey()
        let terms = SubmissionTerms(now: SampleStation.noon, uploadLifetime: 3600, isStored: { _, _ in true }) {
            key.seal(try! Wire.encode($0), type: Receipt.payloadType)
        }
        let received = ReceivedManifest(
            envelope: sealed.bytes, digest: sealed.digest, manifest: sealed.manifest, refusal: nil)
        _ = try announce(received, terms: terms).get()
        let record = try #require(try complete(sealed.digest, terms: terms))
        #expect(record.state == .complete)
    }
}

private struct NotEnrolled: Error {
    let outcome: String
}
