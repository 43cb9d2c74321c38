import Dossiers
import Exchange
import Foundation
import Testing

@Suite struct BearerTokenTests {
    private let key = Vectors.stationKey
    private let start = Date(timeIntervalSince1970: 1_623_719_000)

    private func token(lifetime: Double = 300) -> BearerToken {
        BearerToken(issuer: Vectors.station, audience: Vectors.collector, issuedAt: start, lifetime: lifetime)
    }

    private func verify(_ text: String, after seconds: Double = 100, audience: String = Vectors.collector) throws
        -> BearerToken
    {
        try BearerToken.verify(
            text, with: key.verificationKey, audience: audience, now: start.addingTimeInterval(seconds))
    }

    /// A token made by hand, signed with the station's key over whatever it says.
    private func token(
        header: String = #"{"alg":"ES256","typ":"JWT"}"#,
        claims: String =
            #"{"aud":"c-soc-trang","exp":1623719300,"iat":1623719000,"iss":"t-0123456789abcdef","sub":"t-0123456789abcdef"}"#,
        signature: ((Data) -> Data)? = nil
    ) -> String {
        let input = base64URL(Data(header.utf8)) + "." + base64URL(Data(claims.utf8))
        let bytes = Data(input.utf8)
        return input + "." + base64URL(signature.map { $0(bytes) } ?? key.rawSignature(over: bytes))
    }

    private func base64URL(_ bytes: Data) -> String {
        bytes.base64EncodedString().replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }

    private func bytes(ofBase64URL text: Substring) -> Data {
        var standard = String(text).replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        while !standard.utf8.count.isMultiple(of: 4) { standard += "=" }
        return Data(base64Encoded: standard)!
    }

    @Test func `A signed token verifies and says what it was made with`() throws {
        let text = token().signed(with: key)
        #expect(try verify(text) == token())
        #expect(BearerToken.claimedIssuer(of: text) == Vectors.station)
    }

    @Test func `A token for another collector is refused`() {
        #expect(throws: BearerTokenError.wrongAudience) {
            try verify(token().signed(with: key), audience: "c-another")
        }
    }

    @Test func `A token is good from its issue to its end, and a minute around`() throws {
        let text = token().signed(with: key)
        for seconds in [-60.0, -59, 0, 300, 360] { #expect(try verify(text, after: seconds) == token()) }
        for seconds in [-3600.0, -61, 361, 86_400] {
            #expect(throws: BearerTokenError.outOfTime) { try verify(text, after: seconds) }
        }
    }

    @Test func `The longest life is ten minutes`() throws {
        #expect(try verify(token(lifetime: 600).signed(with: key)) == token(lifetime: 600))
        #expect(throws: BearerTokenError.lifetimeTooLong) { try verify(token(lifetime: 601).signed(with: key)) }
        #expect(throws: BearerTokenError.lifetimeTooLong) { try verify(token(lifetime: 1e9).signed(with: key)) }
        #expect(throws: BearerTokenError.lifetimeTooLong) { try verify(token(lifetime: -1).signed(with: key)) }
    }

    @Test func `A token that is not to be used before a time is refused before it`() throws {
        func text(notBefore: Int) -> String {
            token(
                claims:
                    #"{"aud":"c-soc-trang","exp":1623719300,"iat":1623719000,"iss":"t-0123456789abcdef","nbf":\#(notBefore),"sub":"t-0123456789abcdef"}"#
            )
        }
        #expect(try verify(text(notBefore: 1_623_719_160)) == token())
        #expect(throws: BearerTokenError.outOfTime) { try verify(text(notBefore: 1_623_719_161)) }
    }

    @Test(
        "No algorithm but ES256 is taken, signed as it may be",
        arguments: ["none", "None", "HS256", "ES384", "RS256", "es256", ""])
    func otherAlgorithm(name: String) {
        let header = #"{"alg":"\#(name)","typ":"JWT"}"#
        #expect(throws: BearerTokenError.malformed) { try verify(token(header: header)) }
        #expect(throws: BearerTokenError.malformed) { try verify(token(header: header, signature: { _ in Data() })) }
    }

    @Test func `A header that demands what is not understood is refused`() {
        // RFC 7515, 4.1.11: a recipient that does not know an extension listed in "crit" must refuse the token.
        let header = #"{"alg":"ES256","b64":false,"crit":["b64"]}"#
        #expect(throws: BearerTokenError.malformed) { try verify(token(header: header)) }
    }

    @Test func `Unknown members of header and claims are passed over`() throws {
        let text = token(
            header: #"{"alg":"ES256","x":[1,{}]}"#,
            claims:
                #"{"aud":"c-soc-trang","exp":1623719300,"iat":1623719000,"iss":"t-0123456789abcdef","jti":"7","sub":"t-0123456789abcdef"}"#
        )
        #expect(try verify(text) == token())
    }

    @Test func `A token signed with another key is refused`() {
        #expect(throws: BearerTokenError.badSignature) { try verify(token().signed(with: SigningKey())) }
        #expect(throws: BearerTokenError.badSignature) { try verify(token().signed(with: Vectors.collectorKey)) }
    }

    @Test func `A DER signature and signatures of other lengths are refused`() {
        let key = key
        #expect(throws: BearerTokenError.badSignature) { try verify(token(signature: { key.derSignature(over: $0) })) }
        for length in [0, 1, 63, 65, 128] {
            #expect(throws: BearerTokenError.badSignature) {
                try verify(token(signature: { _ in Data(repeating: 1, count: length) }))
            }
        }
        #expect(throws: BearerTokenError.badSignature) { try verify(token(signature: { _ in Data(count: 64) })) }
    }

    @Test func `A token cut short anywhere is refused`() {
        let text = token().signed(with: key)
        for length in 0..<text.utf8.count {
            #expect(throws: BearerTokenError.self) { try verify(String(text.prefix(length))) }
        }
    }

    @Test func `Each flipped bit of header, claims or signature is found out`() {
        let parts: [Data] = token().signed(with: key).split(separator: ".").map(bytes(ofBase64URL:))
        for part in parts.indices {
            for index in parts[part].indices {
                for bit in 0..<8 {
                    var changed = parts
                    changed[part][index] ^= 1 << UInt8(bit)
                    let text = changed.map(base64URL).joined(separator: ".")
                    #expect(throws: BearerTokenError.self, "part \(part), byte \(index), bit \(bit)") {
                        try verify(text)
                    }
                }
            }
        }
    }

    @Test(
        "Text that is no token is refused, and nothing else happens",
        arguments: [
            "", ".", "..", "...", "a.b", "a.b.c", "a.b.c.d", "????.????.????", "e30.e30.e30", "bnVsbA.bnVsbA.",
            "hồ.sơ.1",
        ])
    func nonsense(text: String) {
        #expect(throws: BearerTokenError.malformed) { try verify(text) }
        #expect(BearerToken.claimedIssuer(of: text) == nil)
    }

    @Test func `Padding and the other alphabet of base64 are refused`() {
        let text = token().signed(with: key)
        #expect(throws: BearerTokenError.malformed) { try verify(text + "==") }
        #expect(throws: BearerTokenError.malformed) { try verify(text.replacingOccurrences(of: "-", with: "+") + "+") }
    }

    @Test func `Subject and issuer are the station itself`() {
        let claims =
            #"{"aud":"c-soc-trang","exp":1623719300,"iat":1623719000,"iss":"t-0123456789abcdef","sub":"t-fedcba9876543210"}"#
        #expect(throws: BearerTokenError.malformed) { try verify(token(claims: claims)) }
    }

    @Test func `Claims that are missing, of another type or beyond measure are refused`() {
        let good =
            #"{"aud":"c-soc-trang","exp":1623719300,"iat":1623719000,"iss":"t-0123456789abcdef","sub":"t-0123456789abcdef"}"#
        for (member, other) in [
            (#""exp":1623719300,"#, ""), (#""exp":1623719300"#, #""exp":"1623719300""#),
            (#""exp":1623719300"#, #""exp":1e300"#), (#""exp":1623719300"#, #""exp":null"#),
            (#""iat":1623719000,"#, ""), (#""aud":"c-soc-trang","#, ""),
            (#""iss":"t-0123456789abcdef""#, #""iss":"x""#),
            (#""iss":"t-0123456789abcdef""#, #""iss":"t-0123456789ABCDEF""#),
        ] {
            let claims = good.replacingOccurrences(of: member, with: other)
            #expect(claims != good)
            #expect(throws: BearerTokenError.malformed, "\(other)") { try verify(token(claims: claims)) }
        }
        let extreme = good.replacingOccurrences(of: "1623719000", with: "-9223372036854775808")
        #expect(throws: BearerTokenError.lifetimeTooLong) { try verify(token(claims: extreme)) }
    }
}
