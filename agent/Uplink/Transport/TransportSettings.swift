/// How to reach the collector from here.
package struct TransportSettings: Sendable, Hashable {
    package var proxy: ProxyChoice
    /// A PEM file of certificate authorities to trust beside the system's.
    package var addedCertificates: String?
    /// Product and version, sent as `User-Agent`.
    package var userAgent: String
    /// Seconds for a connection to come about, TLS included.
    package var connectTimeout: Int
    /// Seconds without a byte in either direction after which a link counts as silent.
    package var silenceTimeout: Int

    /// Which proxy to go through.
    package enum ProxyChoice: Sendable, Hashable {
        /// As `https_proxy`, `http_proxy`, `all_proxy` and `no_proxy` say; none to a collector on this PC.
        case environment
        case none
        /// An HTTP proxy's URL; may hold user name and password.
        case url(String)
    }

    package init(
        proxy: ProxyChoice = .environment, addedCertificates: String? = nil, version: String,
        connectTimeout: Int = 30, silenceTimeout: Int = 30
    ) {
        self.proxy = proxy
        self.addedCertificates = addedCertificates
        userAgent = "sohoa-agent/\(version)"
        self.connectTimeout = connectTimeout
        self.silenceTimeout = silenceTimeout
    }
}
