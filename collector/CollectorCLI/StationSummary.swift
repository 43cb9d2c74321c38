import Dossiers
import Exchange
import FoundationEssentials
import Registry

/// A station as the commands tell of it in JSON.
struct StationSummary: Encodable {
    let station: StationID
    let site: SiteID
    let state: StationRecord.Standing
    let label: String
    let agentVersion: String
    let enrolledAt: Date
    let lastSeenAt: Date
    let revokedAt: Date?
    let replacedBy: StationID?
    /// The last place taken in its chain, and the manifest there.
    let headSequence: Int
    let headDigest: ContentDigest?
    let fingerprint: String
    /// SubjectPublicKeyInfo in PEM.
    let publicKey: String
    let delivered: StationCounts?
    /// What is to be looked at, and what the station told last, and when.
    let concerns: [StationConcern]
    let heartbeat: Heartbeat?
    let heartbeatAt: Date?

    init(_ record: StationRecord, delivered: StationCounts? = nil, fleet: FleetReading.Entry? = nil) {
        concerns = fleet?.concerns ?? []
        heartbeat = fleet?.station.heard?.beat
        heartbeatAt = fleet?.station.heard?.at
        station = record.id
        site = record.site
        state = record.standing
        label = record.label
        agentVersion = record.agentVersion
        enrolledAt = record.enrolledAt
        lastSeenAt = record.lastSeenAt
        revokedAt = record.revokedAt
        replacedBy = record.replacedBy
        headSequence = record.headSequence
        headDigest = record.headDigest
        fingerprint = record.key.spokenFingerprint
        publicKey = record.key.pemRepresentation
        self.delivered = delivered
    }
}
