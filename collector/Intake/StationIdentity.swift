package import Dossiers
package import Exchange

/// A station whose bearer token was found right.
package struct StationIdentity: Sendable, Hashable {
    package var station: StationID
    package var site: SiteID
    /// The key it enrolled with.
    package var key: VerificationKey

    package init(station: StationID, site: SiteID, key: VerificationKey) {
        self.station = station
        self.site = site
        self.key = key
    }
}
