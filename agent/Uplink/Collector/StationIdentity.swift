package import Exchange

/// Who this station is to its collector, as enrolment settled it.
package struct StationIdentity: Sendable {
    package var station: StationID
    package var key: SigningKey
    /// The collector's identity: the audience of bearer tokens.
    package var collector: String
    /// The key that signs receipts.
    package var collectorKey: VerificationKey

    package init(station: StationID, key: SigningKey, collector: String, collectorKey: VerificationKey) {
        self.station = station
        self.key = key
        self.collector = collector
        self.collectorKey = collectorKey
    }
}
