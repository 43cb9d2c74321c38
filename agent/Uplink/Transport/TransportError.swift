/// Why a request has no answer. The details are libcurl's and name hosts and causes, never content.
package enum TransportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The name of the collector or the proxy cannot be looked up.
    case unresolved(String)
    /// No connection came about.
    case unreachable(String)
    /// The proxy does not open the way to the collector, and answers this status instead.
    case proxyRefused(Int)
    /// The other side's certificate is not trusted, or TLS failed otherwise.
    case untrusted(String)
    /// Nothing moved for as long as a link may be silent.
    case silent(String)
    /// The connection broke.
    case lost(String)
    /// The answer is over the limit of `Response`.
    case answerTooLong
    /// The body's reader failed; nothing is wrong with the link.
    case bodyUnreadable(String)
    case cancelled

    /// Whether it is known that no byte of the request reached the collector.
    package var isBeforeConnecting: Bool {
        switch self {
        case .unresolved, .unreachable, .proxyRefused, .untrusted, .cancelled: true
        case .silent, .lost, .answerTooLong, .bodyUnreadable: false
        }
    }

    package var description: String {
        switch self {
        case .unreachable, .silent, .lost: "\(cause); delivery goes on when it is back"
        default: cause
        }
    }

    /// What happened, and what to mend where that is known; nothing of what is tried again by itself.
    package var cause: String {
        switch self {
        case .unresolved(let detail): "the name cannot be looked up (\(detail)); check the network and its DNS"
        case .unreachable(let detail): "no connection to the collector (\(detail))"
        case .proxyRefused(407):
            "the proxy wants a user name and password (407); put them into the proxy's address"
        case .proxyRefused(let status):
            "the proxy opens no connection to the collector (\(status)); have it allow the collector's address"
        case .untrusted(let detail):
            "the collector's certificate is not trusted (\(detail)); check this PC's clock, or add the certificate "
                + "authority of an inspecting proxy to the configuration"
        case .silent(let detail): "the link fell silent (\(detail))"
        case .lost(let detail): "the connection broke (\(detail))"
        case .answerTooLong: "the answer is too long to be the collector's; look for a proxy that answers in its place"
        case .bodyUnreadable(let detail): "a page cannot be read from this PC's disk (\(detail))"
        case .cancelled: "the request was cancelled"
        }
    }
}
