import Exchange
import FoundationEssentials
import Spool
import Uplink

/// Receipts that the collector gave and this PC never saw.
///
/// Asked for with the former key while it still counts: what the former enrolment has delivered must not be sealed anew,
/// which at another site would count it twice.
struct LostReceipts {
    private let former: Credentials
    private let client: CollectorClient
    private let check: ReceiptCheck

    /// - Parameter former: the enrolment that is to be replaced.
    init(_ former: Credentials, _ settings: Settings) throws {
        let identity = Uplink.StationIdentity(former)
        self.former = former
        client = CollectorClient(
            identity: identity, transport: try settings.transport(to: former.identity.collectorURL))
        check = ReceiptCheck(identity: identity)
    }

    /// Asks for them, as long as there is an answer: a collector that has gone, or does not take this station's word any
    /// more, is no obstacle to another enrolment.
    func fetch(into spool: Spool) async throws {
        let outbox = SpoolOutbox(spool: spool, station: former.identity.station)
        for submission in try await spool.submissions(pendingOnly: true)
        where submission.station == former.identity.station && submission.state != .refused {
            guard let manifest = try await outbox.manifest(sequence: submission.sequence) else { continue }
            let envelope: Envelope?
            do { envelope = try await client.receipt(of: manifest.digest) } catch {
                printError("sohoa-agent: receipts that may have been lost cannot be asked for: \(error.toWhoeverAsked)")
                return
            }
            guard let envelope, let receipt = try? check.receipt(in: envelope, for: manifest) else { continue }
            try await outbox.recordReceipt(manifest.digest, envelope: envelope, receipt: receipt)
        }
    }
}

extension Uplink.StationIdentity {
    /// Who the station of these credentials is to its collector.
    init(_ credentials: Credentials) {
        self.init(
            station: credentials.identity.station, key: credentials.key, collector: credentials.identity.collector,
            collectorKey: credentials.collectorKey)
    }
}
