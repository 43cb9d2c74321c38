import Dossiers
import Exchange
import Foundation
import Registry

/// Reads what a station posts, and checks everything that needs no index.
enum ManifestReader {
    /// The manifest in `bytes`, signed with the sender's enrolled key and in the sender's name.
    ///
    /// What fails here is rejected outside the chain. A rule that the manifest breaks is no failure: it is refused in
    /// its place.
    static func read(_ bytes: Data, from sender: StationIdentity) throws(IntakeError) -> ReceivedManifest {
        guard bytes.count <= IntakeLimit.envelopeBytes else {
            throw tooLarge("the envelope has \(bytes.count) bytes; \(IntakeLimit.envelopeBytes) are the limit")
        }
        let envelope: Envelope
        do { envelope = try Wire.decode(Envelope.self, from: bytes) } catch {
            throw IntakeError(
                .malformedRequest, "the body is no DSSE envelope: \(error.detail); send the envelope as it was sealed")
        }
        guard envelope.payload.count <= Manifest.maximumByteLength else {
            throw tooLarge(
                "the manifest has \(envelope.payload.count) bytes; \(Manifest.maximumByteLength) are the limit")
        }
        let manifest: Manifest
        do { manifest = try Manifest.open(envelope, with: sender.key) } catch { throw IntakeError(error) }
        guard manifest.pages.count <= Manifest.maximumPages else {
            throw tooLarge("the manifest names \(manifest.pages.count) pages; \(Manifest.maximumPages) are the limit")
        }
        try check(manifest, from: sender)
        var refusal: Receipt.Refusal?
        do { try manifest.checkRules() } catch {
            refusal = Receipt.Refusal(
                code: .ruleBroken, detail: "\(error.detail); mend the dossier and seal it again")
        }
        return ReceivedManifest(
            envelope: bytes, digest: envelope.payloadDigest, manifest: manifest, refusal: refusal)
    }

    private static func check(_ manifest: Manifest, from sender: StationIdentity) throws(IntakeError) {
        guard manifest.station == sender.station else {
            throw IntakeError(
                .wrongStation,
                "the manifest is of station \(manifest.station) and was sent by \(sender.station); each station sends "
                    + "its own. After enrolling again, seal the dossiers anew")
        }
        guard manifest.site == sender.site else {
            throw IntakeError(
                .wrongSite,
                "the manifest is of site \(manifest.site) and the station belongs to \(sender.site); enrol the station "
                    + "at the right site with a token of that site")
        }
        guard manifest.sequence > 0 else {
            throw IntakeError(.malformedManifest, "sequence is \(manifest.sequence); places are numbered from 1")
        }
    }

    private static func tooLarge(_ what: String) -> IntakeError {
        IntakeError(.tooLarge, what + "; split the dossier")
    }
}

extension IntakeError {
    fileprivate init(_ error: OpenError) {
        switch error {
        case .unexpectedPayloadType(let type):
            self.init(
                .unsupportedPayloadType,
                "the payload type is “\(type.prefix(100))”; this collector takes \(Manifest.payloadType)")
        case .badSignature:
            self.init(
                .badSignature,
                "the manifest is not signed with the key that the station enrolled with; run `sohoa-agent verify` there"
            )
        case .malformedPayload(let detail):
            self.init(.malformedManifest, "the manifest cannot be read: \(detail); upgrade the agent or the collector")
        }
    }
}
