import Crypto
package import FoundationEssentials

/// What signs a webhook's messages, in the manner of Standard Webhooks (https://www.standardwebhooks.com, the
/// specification's "Signature scheme"): HMAC-SHA256 over the message's identity, the moment and the body.
package struct WebhookSecret: Sendable, Hashable {
    private let bytes: Data

    /// - Parameter bytes: 24 to 64 random ones.
    package init(_ bytes: Data) { self.bytes = bytes }

    /// As libraries of Standard Webhooks take it.
    package var text: String { "whsec_" + bytes.base64EncodedString() }

    /// The field `webhook-signature`.
    ///
    /// - Parameter moment: seconds since 1970, as in `webhook-timestamp`.
    package func signature(id: String, moment: Int, body: Data) -> String {
        let signed = Data("\(id).\(moment).".utf8) + body
        let code = HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: bytes))
        return "v1," + Data(code).base64EncodedString()
    }
}
