import Exchange
import Foundation
import Synchronization

/// Bearer tokens whose signatures were found right, so that each is verified once and not at each of its requests.
///
/// A token is right for the key that it was verified with: what the index says of the station, and the time, are looked at
/// each time.
final class VerifiedTokens: Sendable {
    /// How many are kept, before all are forgotten: each station uses one for some minutes.
    static let limit = 1000

    private let tokens = Mutex<[String: (token: BearerToken, key: VerificationKey)]>([:])

    /// Throws why `text` does not prove at `now` that the owner of `key` is there.
    func verify(_ text: String, with key: VerificationKey, audience: String, now: Date) throws(BearerTokenError) {
        if let known = tokens.withLock({ $0[text] }), known.key == key {
            guard known.token.audience == audience else { throw .wrongAudience }
            return try known.token.checkTime(at: now)
        }
        let token = try BearerToken.verify(text, with: key, audience: audience, now: now)
        tokens.withLock { tokens in
            if tokens.count >= Self.limit { tokens.removeAll(keepingCapacity: true) }
            tokens[text] = (token, key)
        }
    }
}
