package import FoundationEssentials

/// A station's short-lived bearer token: a JSON Web Token signed with ES256 by the station's own key.
///
/// Sources: RFC 7519 (JWT), RFC 7515 (compact serialisation), RFC 7518 3.4 (ES256), RFC 7523 (issuer and subject are
/// the client itself). The algorithm is that of the enrolled key; the header's `alg` must agree and decides nothing.
package struct BearerToken: Sendable, Hashable {
    /// The longest life of a token, in seconds.
    package static let maximumLifetime: Double = 600
    /// Seconds by which clocks may differ.
    package static let leeway: Double = 60

    package var issuer: StationID
    /// The collector's identity.
    package var audience: String
    package var issuedAt: Date
    package var expiresAt: Date

    package init(issuer: StationID, audience: String, issuedAt: Date, lifetime: Double = 300) {
        self.issuer = issuer
        self.audience = audience
        self.issuedAt = issuedAt
        expiresAt = issuedAt.addingTimeInterval(lifetime)
    }

    /// The compact serialisation, signed with `key`.
    package func signed(with key: SigningKey) -> String {
        let header = Header(alg: "ES256", kid: key.verificationKey.fingerprint, typ: "JWT")
        let claims = Claims(
            aud: audience, exp: Int(expiresAt.timeIntervalSince1970), iat: Int(issuedAt.timeIntervalSince1970),
            iss: issuer.rawValue, sub: issuer.rawValue)
        let input = try! Base64URL.encode(Wire.encode(header)) + "." + Base64URL.encode(Wire.encode(claims))
        return input + "." + Base64URL.encode(key.rawSignature(over: Data(input.utf8)))
    }

    /// The station that `text` says it is from, before anything is verified: to look up its key.
    package static func claimedIssuer(of text: String) -> StationID? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let claims = claims(in: parts[1]) else { return nil }
        return StationID(rawValue: claims.iss)
    }

    /// The token in `text`, once signature, audience and time are found right.
    package static func verify(
        _ text: String, with key: VerificationKey, audience: String, now: Date
    ) throws(BearerTokenError) -> BearerToken {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let headerBytes = Base64URL.decode(parts[0]),
            let header = try? Wire.decode(Header.self, from: headerBytes), let claims = claims(in: parts[1]),
            let signature = Base64URL.decode(parts[2]), let issuer = StationID(rawValue: claims.iss)
        else { throw .malformed }
        // An extension that "crit" names must be understood (RFC 7515, 4.1.11); none is.
        guard header.alg == "ES256", header.crit == nil, claims.sub == claims.iss else { throw .malformed }
        guard key.verifies(raw: signature, over: Data("\(parts[0]).\(parts[1])".utf8)) else { throw .badSignature }
        guard claims.aud == audience else { throw .wrongAudience }
        let (issued, expires, now) = (Double(claims.iat), Double(claims.exp), now.timeIntervalSince1970)
        guard issued <= expires, expires - issued <= maximumLifetime else { throw .lifetimeTooLong }
        let starts = max(issued, claims.nbf.map(Double.init) ?? issued)
        let token = BearerToken(
            issuer: issuer, audience: claims.aud, issuedAt: Date(timeIntervalSince1970: issued),
            lifetime: expires - issued)
        guard starts <= now + leeway else { throw .outOfTime }
        try token.checkTime(at: Date(timeIntervalSince1970: now))
        return token
    }

    /// Throws `outOfTime` unless `now` is within the token's life, or near enough for clocks that differ.
    package func checkTime(at now: Date) throws(BearerTokenError) {
        guard now <= expiresAt.addingTimeInterval(Self.leeway), issuedAt <= now.addingTimeInterval(Self.leeway) else {
            throw .outOfTime
        }
    }

    private static func claims(in part: Substring) -> Claims? {
        Base64URL.decode(part).flatMap { try? Wire.decode(Claims.self, from: $0) }
    }

    private struct Header: Codable {
        var alg: String
        var crit: [String]?
        var kid: String?
        var typ: String?
    }

    private struct Claims: Codable {
        var aud: String
        var exp: Int
        var iat: Int
        var iss: String
        var nbf: Int?
        var sub: String
    }
}

/// Why a bearer token is not accepted.
package enum BearerTokenError: Error, Hashable, Sendable {
    case malformed, badSignature, wrongAudience, lifetimeTooLong, outOfTime
}
