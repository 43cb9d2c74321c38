package import FoundationEssentials

/// Carries one request at a time or several at once to the collector, and their answers back.
package protocol Transport: Sendable {
    /// Sends `request` and gives the answer, whatever its status.
    ///
    /// Cancelling the task ends the transfer at once.
    /// - Throws: `TransportError` when there is no whole answer.
    func perform(_ request: Request) async throws(TransportError) -> Response
}

/// One HTTP request to the collector.
package struct Request: Sendable {
    /// The methods that are used.
    package enum Method: String, Sendable, Hashable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
        case patch = "PATCH"
    }

    package var method: Method
    /// Relative to the collector's base URL, without a leading slash.
    package var path: String
    package var fields: [Field]
    package var body: Body?
    /// The most bytes per second to send; nil for as fast as the link takes them.
    package var sendLimit: Int?

    package init(
        _ method: Method, _ path: String, fields: [Field] = [], body: Body? = nil, sendLimit: Int? = nil
    ) {
        self.method = method
        self.path = path
        self.fields = fields
        self.body = body
        self.sendLimit = sendLimit
    }

    /// One header field.
    package struct Field: Sendable, Hashable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Bytes to send, read piece by piece as the link takes them, so that no page need be in memory as a whole.
    package struct Body: Sendable {
        package var length: Int
        /// At most `count` bytes from `offset` on, at least one. Called on the transport's thread; may block on a disk,
        /// and may go back when a connection has to be made again.
        package var read: @Sendable (_ offset: Int, _ count: Int) throws -> Data

        package init(length: Int, read: @escaping @Sendable (_ offset: Int, _ count: Int) throws -> Data) {
            self.length = length
            self.read = read
        }

        package init(_ bytes: Data) {
            self.init(length: bytes.count) { offset, count in
                let start = bytes.startIndex + offset
                return bytes[start..<min(start + count, bytes.endIndex)]
            }
        }
    }
}

/// The collector's answer, or that of a proxy on the way.
package struct Response: Sendable {
    package var status: Int
    package var fields: [Request.Field]
    package var body: Data
    /// Seconds from the request's first byte to the answer's last.
    package var seconds: Double
    /// The other end's certificates, where the connection was made to look at them.
    var certificates: [PeerCertificate] = []

    /// The largest body that is read, in bytes: room for the longest briefing, and for 10,000 needed pages, the most of
    /// one manifest.
    package static let maximumBodyLength = 4 << 20

    package init(status: Int, fields: [Request.Field] = [], body: Data = Data(), seconds: Double = 0) {
        self.status = status
        self.fields = fields
        self.body = body
        self.seconds = seconds
    }

    /// The last field of that name, in whatever case it came.
    package subscript(_ name: String) -> String? {
        fields.last { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// Whether the body is of that media type, whatever its parameters.
    package func isOf(mediaType: String) -> Bool {
        guard let type = self["Content-Type"]?.split(separator: ";").first else { return false }
        return type.lowercased().filter { $0 != " " } == mediaType
    }
}
