package import Dossiers
package import FoundationEssentials

/// What the province sets for a station from afar. What is nil is left to the station.
package struct StationSettings: Codable, Sendable, Hashable {
    /// Timetable of the link, such as `07:00-17:00=256` (kbit/s).
    package var bandwidth: String?
    /// The quality that the officer's page offers first: `standard`, `fine` or `text`.
    package var profile: String?
    /// Officers who are to be at the station. Others that are there stay as they are.
    package var officers: [Officer]?

    /// An officer as the province names one. The PIN is the station's own matter and never travels.
    package struct Officer: Codable, Sendable, Hashable {
        /// Account name, as it stands in manifests.
        package var name: String
        package var displayName: String
        /// `officer` or `manager`.
        package var role: String
        package var isActive: Bool

        package init(name: String, displayName: String, role: String, isActive: Bool) {
            self.name = name
            self.displayName = displayName
            self.role = role
            self.isActive = isActive
        }
    }

    /// The most officers of one document.
    package static let maximumOfficers = 100

    package init(bandwidth: String? = nil, profile: String? = nil, officers: [Officer]? = nil) {
        self.bandwidth = bandwidth
        self.profile = profile
        self.officers = officers
    }

    package var isEmpty: Bool { self == StationSettings() }

    /// These, and of `wider` what they leave open: the nearest wins, setting by setting.
    package func over(_ wider: StationSettings) -> StationSettings {
        StationSettings(
            bandwidth: bandwidth ?? wider.bandwidth, profile: profile ?? wider.profile,
            officers: officers ?? wider.officers)
    }
}

/// Settings for one office, signed by its collector and numbered: the answer to `GET /v1/settings`.
package struct SettingsDocument: Codable, Sendable, Hashable {
    /// The DSSE payload type.
    package static let payloadType = "application/vnd.sohoa.settings.v1+json"

    /// The collector's identity.
    package var collector: String
    /// The office whose stations it is for.
    package var site: SiteID
    /// Goes up with every change; a station takes no lower one.
    package var number: Int
    package var issuedAt: Date
    package var settings: StationSettings

    package init(collector: String, site: SiteID, number: Int, issuedAt: Date, settings: StationSettings) {
        self.collector = collector
        self.site = site
        self.number = number
        self.issuedAt = issuedAt
        self.settings = settings
    }

    /// The document in `envelope`, once its signature is found to be `key`'s.
    package static func open(_ envelope: Envelope, with key: VerificationKey) throws(OpenError) -> SettingsDocument {
        try envelope.open(SettingsDocument.self, type: payloadType, with: key)
    }
}
