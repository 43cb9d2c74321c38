package import Dossiers
package import FoundationEssentials

/// What a station sends to enrol, in an envelope signed with the key it brings: that proves it has the key.
package struct EnrolmentRequest: Codable, Sendable, Hashable {
    /// The DSSE payload type.
    package static let payloadType = "application/vnd.sohoa.enrolment.v1+json"

    /// The one-off join token. Secret.
    package var token: String
    /// SubjectPublicKeyInfo of the new key, DER.
    package var publicKey: Data
    /// A label for people, the PC's host name by default.
    package var label: String
    package var agentVersion: String
    /// The station that this enrolment takes the place of, on the same PC and site.
    package var replaces: StationID?

    package init(token: String, publicKey: Data, label: String, agentVersion: String, replaces: StationID? = nil) {
        self.token = token
        self.publicKey = publicKey
        self.label = label
        self.agentVersion = agentVersion
        self.replaces = replaces
    }

    /// The request in `envelope`, once it is found to be signed with the key it brings.
    package static func open(_ envelope: Envelope) throws(OpenError) -> EnrolmentRequest {
        guard envelope.payloadType == payloadType else { throw .unexpectedPayloadType(envelope.payloadType) }
        let request: EnrolmentRequest
        do { request = try Wire.decode(EnrolmentRequest.self, from: envelope.payload) } catch {
            throw .malformedPayload(error.detail)
        }
        guard let key = try? VerificationKey(der: request.publicKey), key.verifies(envelope) else {
            throw .badSignature
        }
        return request
    }
}

/// What the collector answers to an enrolment.
package struct EnrolmentAnswer: Codable, Sendable, Hashable {
    package var station: StationID
    package var site: SiteID
    package var siteName: String
    package var level: Level
    /// The collector's identity: the audience of the station's bearer tokens.
    package var collector: String
    /// SubjectPublicKeyInfo of the key that signs receipts, DER.
    package var collectorKey: Data

    package init(
        station: StationID, site: SiteID, siteName: String, level: Level, collector: String, collectorKey: Data
    ) {
        self.station = station
        self.site = site
        self.siteName = siteName
        self.level = level
        self.collector = collector
        self.collectorKey = collectorKey
    }
}
