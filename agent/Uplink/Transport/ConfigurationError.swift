/// A setting of the uplink that cannot be used. Says what is wrong with it and what to write instead.
package enum ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The collector's address is no URL.
    case notAnAddress(String)
    case unsupportedScheme(String)
    /// Only a collector on this PC may be spoken to without encryption.
    case plainBeyondLoopback(host: String)
    /// The collector's address holds more than scheme, host, port and path.
    case excessInAddress(String)
    case unreadableCertificates(path: String)
    case unusableProxy(String)
    case malformedSchedule(String)
    /// libcurl refused an option or could not be set up.
    case unavailable(String)

    package var description: String {
        switch self {
        case .notAnAddress(let text):
            "'\(text)' is not the address of a collector; write it like https://sohoa.example.gov.vn"
        case .unsupportedScheme(let scheme):
            "a collector cannot be reached by '\(scheme)'; write its address with https://"
        case .plainBeyondLoopback(let host):
            "http:// to \(host) would send papers unencrypted; write https:// (http:// is for 127.0.0.1 only)"
        case .excessInAddress(let what):
            "the collector's address must not hold \(what); give scheme, host, port and path only"
        case .unreadableCertificates(let path):
            "the file of added certificates \(path) cannot be read; check the path and its permissions"
        case .unusableProxy(let text):
            "'\(Self.masked(text))' is not the address of an HTTP proxy; write it like http://proxy.example:3128"
        case .malformedSchedule(let text):
            "'\(text)' is not a bandwidth limit; write hours and kbit/s like 07:00-17:00=256"
        case .unavailable(let detail): "libcurl cannot be used as needed: \(detail)"
        }
    }

    /// An address without the user name and password that may be in it: messages are logged and sent around.
    private static func masked(_ address: String) -> String {
        guard let end = address.lastIndex(of: "@") else { return address }
        let start = address.firstRange(of: "://").map(\.upperBound) ?? address.startIndex
        return start < end ? address[..<start] + "***" + address[end...] : address
    }
}
