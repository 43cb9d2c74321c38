internal import CCurl

/// Where the collector is: the base URL of its API.
///
/// Read by libcurl's own URL parser, so that what is checked here is what is connected to.
package struct CollectorAddress: Sendable, Hashable, CustomStringConvertible {
    /// The URL, ending in a slash.
    package let base: String
    /// Whether the collector is on this PC.
    package let isLoopback: Bool
    let isEncrypted: Bool

    /// - Throws: `ConfigurationError` unless `text` is an https URL, or an http one to a loopback address.
    package init(_ text: String) throws(ConfigurationError) {
        guard let url = ParsedURL(text), let scheme = url.part(CURLUPART_SCHEME),
            let host = url.part(CURLUPART_HOST), !host.isEmpty
        else { throw .notAnAddress(text) }
        if url.part(CURLUPART_USER) != nil || url.part(CURLUPART_PASSWORD) != nil {
            throw .excessInAddress("a user name or password")
        }
        if url.part(CURLUPART_QUERY) != nil || url.part(CURLUPART_FRAGMENT) != nil {
            throw .excessInAddress("a query or fragment")
        }
        isLoopback = Self.isLoopback(host)
        switch scheme {
        case "https": isEncrypted = true
        case "http":
            guard isLoopback else { throw .plainBeyondLoopback(host: host) }
            isEncrypted = false
        default: throw .unsupportedScheme(scheme)
        }
        let port = url.part(CURLUPART_PORT).map { ":\($0)" } ?? ""
        let path = url.part(CURLUPART_PATH) ?? "/"
        base = "\(scheme)://\(host)\(port)\(path)" + (path.hasSuffix("/") ? "" : "/")
    }

    package var description: String { base }

    /// The URL of `path`, which is relative to the base.
    func url(of path: String) -> String { base + path }

    /// Whether `host`, as libcurl's parser gives it, cannot be another machine: libcurl resolves `localhost` itself.
    private static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }
}

/// A URL taken apart by libcurl.
@safe private struct ParsedURL: ~Copyable {
    private let handle: OpaquePointer

    /// Nil when `text` is no absolute URL.
    init?(_ text: String) {
        guard let handle = unsafe curl_url() else { return nil }
        guard unsafe curl_url_set(handle, CURLUPART_URL, text, UInt32(CURLU_NON_SUPPORT_SCHEME)) == CURLUE_OK else {
            unsafe curl_url_cleanup(handle)
            return nil
        }
        unsafe self.handle = handle
    }

    deinit { unsafe curl_url_cleanup(handle) }

    /// A part of the URL; nil where it has none.
    func part(_ part: CURLUPart) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard unsafe curl_url_get(handle, part, &text, 0) == CURLUE_OK, let text = unsafe text else { return nil }
        defer { unsafe curl_free(text) }
        return unsafe String(cString: text)
    }
}
