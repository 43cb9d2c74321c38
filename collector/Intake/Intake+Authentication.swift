import Dossiers
import Exchange
import Foundation
import Registry

extension Intake {
    /// The station that a bearer token proves to be there.
    ///
    /// - Parameter token: the text after `Bearer `; nil where there was none.
    package func authenticate(_ token: String?) async throws(IntakeError) -> StationIdentity {
        guard let token else {
            throw IntakeError(.unauthorized, "there is no bearer token; send one signed with the station's key")
        }
        guard token.utf8.count <= 4096, let claimed = BearerToken.claimedIssuer(of: token) else {
            throw IntakeError(.unauthorized, "the bearer token is not of the documented form")
        }
        let found = try await desk.perform { registry throws(RegistryError) in try registry.station(claimed) }
        guard let station = found else {
            throw IntakeError(.unknownStation, "station \(claimed) is not enrolled here; enrol it with a join token")
        }
        let now = desk.now()
        do { try tokens.verify(token, with: station.key, audience: identity, now: now) } catch {
            throw IntakeError(error, identity: identity)
        }
        switch station.standing {
        case .active: break
        case .revoked:
            throw IntakeError(
                .stationRevoked,
                "station \(station.id) was revoked by the province; ask there why, and enrol again with a new token")
        case .replaced:
            throw IntakeError(
                .stationReplaced,
                "station \(station.id) was enrolled again as \(station.replacedBy?.rawValue ?? "another"); use that one"
            )
        }
        if now.timeIntervalSince(station.lastSeenAt) > Self.seenInterval {
            try await desk.perform { registry throws(RegistryError) in try registry.markSeen(station.id, at: now) }
        }
        return StationIdentity(station: station.id, site: station.site, key: station.key)
    }

    /// Seconds between two records that a station was heard of, so that not every request writes.
    private static let seenInterval: Double = 300
}

extension IntakeError {
    fileprivate init(_ error: BearerTokenError, identity: String) {
        switch error {
        case .malformed: self.init(.unauthorized, "the bearer token is not of the documented form")
        case .badSignature:
            self.init(.unauthorized, "the bearer token is not signed with the key that the station enrolled with")
        case .wrongAudience:
            self.init(.unauthorized, "the bearer token is for another collector than “\(identity)”; enrol again")
        case .lifetimeTooLong:
            self.init(.unauthorized, "the bearer token lives longer than \(Int(BearerToken.maximumLifetime)) seconds")
        case .outOfTime:
            self.init(
                .clockSkew,
                "the bearer token is of another time; set the clock right by the Date header of this answer")
        }
    }
}
