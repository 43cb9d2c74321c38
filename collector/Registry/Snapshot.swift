package import Dossiers
package import Exchange
package import Foundation

/// What every frozen report states of itself: the first members of the signed document, whatever the rest of it says.
package struct SnapshotHead: Codable, Sendable, Hashable {
    /// The DSSE payload type.
    package static let payloadType = "application/vnd.sohoa.report.v1+json"

    /// Its place among the collector's frozen reports, from 1.
    package var number: Int
    /// The digest of the frozen report before this one; nil in the first.
    package var previous: ContentDigest?
    /// The identity of the collector.
    package var collector: String
    /// The period as `Period` writes it, and its days.
    package var period: String
    package var firstDay: CalendarDay
    package var lastDay: CalendarDay
    /// The last day counted.
    package var day: CalendarDay
    package var frozenAt: Date
    /// The account.
    package var frozenBy: String

    package init(
        number: Int, previous: ContentDigest?, collector: String, period: Period, day: CalendarDay, frozenAt: Date,
        frozenBy: String
    ) {
        self.number = number
        self.previous = previous
        self.collector = collector
        self.period = period.description
        firstDay = period.first
        lastDay = period.last
        self.day = day
        // Documents keep whole seconds.
        self.frozenAt = Date(seconds: frozenAt.seconds)
        self.frozenBy = frozenBy
    }
}

/// A frozen report as the index keeps it.
package struct StoredSnapshot: Sendable, Hashable {
    package var number: Int
    /// SHA-256 of the signed document.
    package var digest: ContentDigest
    package var period: String
    package var day: CalendarDay
    package var frozenAt: Date
    package var frozenBy: String
    /// The envelope's JSON.
    package var envelope: Data

    /// The envelope, once its signature is found to be `key`'s and the row to say what the document says.
    package func open(with key: VerificationKey) throws(SnapshotFault) -> (envelope: Envelope, head: SnapshotHead) {
        guard let envelope = try? Wire.decode(Envelope.self, from: envelope) else { throw .unreadable }
        let head: SnapshotHead
        do { head = try envelope.open(SnapshotHead.self, type: SnapshotHead.payloadType, with: key) } catch {
            switch error {
            case .badSignature: throw .signature
            case .unexpectedPayloadType, .malformedPayload: throw .unreadable
            }
        }
        let agrees =
            envelope.payloadDigest == digest && head.number == number && head.period == period && head.day == day
            && head.frozenAt == frozenAt && head.frozenBy == frozenBy
        guard agrees else { throw .row }
        return (envelope, head)
    }
}

/// What is wrong with a frozen report.
package enum SnapshotFault: Error, Sendable, Hashable {
    case unreadable
    /// The signature is not the collector's.
    case signature
    /// The index says another thing of it than the signed document.
    case row
}

extension SnapshotFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable: "the stored document cannot be read; restore the index from a backup"
        case .signature: "the signature is not that of this collector's key; restore the index from a backup"
        case .row: "the index says another thing than the signed document; restore it from a backup"
        }
    }
}
