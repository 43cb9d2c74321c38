import FoundationEssentials

/// Where a webhook sends: an address with TLS, or one of this machine.
package struct WebhookURL: Sendable, Hashable, CustomStringConvertible {
    package let description: String

    /// The longest, in bytes.
    package static let maximumLength = 2000

    /// - Throws: `WebhookURLError` that says what is wrong with `text`.
    package init(_ text: String) throws(WebhookURLError) {
        guard text.utf8.count <= Self.maximumLength, text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }),
            let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(), let host = parts.host,
            !host.isEmpty, ["http", "https"].contains(scheme)
        else { throw .malformed }
        // Whoever may read the list of webhooks would read a password, and receivers check the signature anyway.
        guard parts.user == nil, parts.password == nil else { throw .withPassword }
        guard parts.fragment == nil else { throw .malformed }
        guard scheme == "https" || Self.isLoopback(host) else { throw .unprotected }
        description = text
    }

    private static func isLoopback(_ host: String) -> Bool {
        let name = host.lowercased().filter { !"[]".contains($0) }
        if name == "localhost" || name == "::1" { return true }
        let numbers = name.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }
}

/// Why nothing is sent to an address.
package enum WebhookURLError: Error, Sendable, Hashable, CustomStringConvertible {
    case malformed
    case withPassword
    case unprotected

    package var description: String {
        switch self {
        case .malformed:
            "a webhook's address is an https:// URL of at most \(WebhookURL.maximumLength) ASCII characters, without a "
                + "fragment"
        case .withPassword: "leave the name and password out of the address; receivers check the signature"
        case .unprotected:
            "without TLS anybody on the way could read and change what is sent; use https, or http to this machine itself "
                + "(localhost, 127.0.0.1, [::1])"
        }
    }
}
