import Dossiers
import Exchange
import FoundationEssentials
import TestSupport
import Uplink

/// An enrolled station that sends prepared submissions as fast as the collector takes them.
///
/// It is the agent's own client and transport without queue and disk: what it costs is little beside the collector.
struct LoadStation: Sendable {
    private let client: CollectorClient
    private let check: ReceiptCheck
    private var sealer: SampleStation

    /// Enrols at the collector on `port`.
    init(site: SiteID, token: String, port: Int) async throws {
        let transport = try CurlTransport(
            to: CollectorAddress("http://127.0.0.1:\(port)"),
            settings: TransportSettings(proxy: .none, version: "bench"))
        let key = SigningKey()
        let request = EnrolmentRequest(
            token: token, publicKey: key.verificationKey.derRepresentation, label: "bench", agentVersion: "bench")
        let answer = try await transport.enrol(
            key.seal(try Wire.encode(request), type: EnrolmentRequest.payloadType))
        let identity = StationIdentity(
            station: answer.station, key: key, collector: answer.collector,
            collectorKey: try VerificationKey(der: answer.collectorKey))
        client = CollectorClient(identity: identity, transport: transport)
        check = ReceiptCheck(identity: identity)
        sealer = SampleStation(id: answer.station, site: site, key: key)
    }

    /// A submission that is ready to be sent.
    struct Submission: Sendable {
        fileprivate let manifest: OutgoingManifest
        /// The pages one after the other.
        fileprivate let stream: Data
    }

    /// Seals the dossier at the next place of this station's chain.
    mutating func prepare(_ dossier: SampleDossier) -> Submission {
        let sealed = sealer.seal(dossier.code, documents: dossier.documents)
        return Submission(
            manifest: OutgoingManifest(
                sequence: sealed.manifest.sequence, digest: sealed.digest, envelope: sealed.envelope),
            stream: dossier.pages.reduce(into: Data()) { $0 += $1.bytes })
    }

    /// Announces the submission, uploads its pages in one request, and checks the receipt in the answer.
    func send(_ submission: Submission) async throws {
        let announcement = try await client.announce(submission.manifest.envelope)
        guard let upload = announcement.upload, announcement.status.uploadLength == submission.stream.count else {
            throw CannotMeasure("the collector does not want every page of a new dossier")
        }
        let answer = try await client.append(to: upload, at: 0, Request.Body(submission.stream), limit: nil)
        guard let envelope = answer.receipt else { throw CannotMeasure("an upload was answered without a receipt") }
        let receipt = try check.receipt(in: envelope, for: submission.manifest)
        guard receipt.outcome == .accepted else { throw CannotMeasure("a dossier was \(receipt.outcome)") }
    }
}
