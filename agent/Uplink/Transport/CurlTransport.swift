internal import CCurl
internal import Glibc

/// The transport made of libcurl: HTTP/1.1 over connections that are kept and used again.
///
/// All transfers of one transport run on one thread of its own, which is libcurl's event loop; nothing blocks the
/// cooperative pool. The thread ends with the transport.
package final class CurlTransport: Transport {
    /// The collector that this transport speaks to, and to nothing else.
    package let address: CollectorAddress
    private let settings: TransportSettings
    /// Only connects, to look at certificates that may not be trusted; nothing is sent.
    private let isInspecting: Bool
    private let loop: CurlLoop

    /// - Throws: `ConfigurationError` when a setting cannot be used.
    package convenience init(to address: CollectorAddress, settings: TransportSettings) throws(ConfigurationError) {
        try self.init(to: address, settings: settings, isInspecting: false)
    }

    init(to address: CollectorAddress, settings: TransportSettings, isInspecting: Bool) throws(ConfigurationError) {
        if let path = settings.addedCertificates, unsafe access(path, R_OK) != 0 {
            throw .unreadableCertificates(path: path)
        }
        if case .url(let text) = settings.proxy {
            let scheme = text.split(separator: ":", maxSplits: 1).first?.lowercased()
            guard text.contains("://"), scheme == "http" || scheme == "https" else { throw .unusableProxy(text) }
        }
        guard Self.libraryIsReady else { throw .unavailable("it cannot be initialised") }
        self.address = address
        self.settings = settings
        self.isInspecting = isInspecting
        loop = try CurlLoop()
    }

    deinit { loop.stop() }

    package func perform(_ request: Request) async throws(TransportError) -> Response {
        let transfer = CurlTransfer(
            request, url: address.url(of: request.path), address: address, settings: settings,
            isInspecting: isInspecting)
        let loop = loop
        return try await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transfer.whenDone = { continuation.resume(returning: $0) }
                loop.submit(transfer)
            }
        } onCancel: {
            loop.cancel(transfer)
        }.get()
    }

    /// libcurl's global state, set up once in the life of the process.
    private static let libraryIsReady = curl_global_init(ccurl_global_all) == CURLE_OK
}
