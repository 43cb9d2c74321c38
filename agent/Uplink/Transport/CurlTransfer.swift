internal import CCurl
internal import FoundationEssentials

/// One request on its way. After it is submitted, only the loop's thread touches it.
final class CurlTransfer: @unchecked Sendable {
    /// Called once, with what came of the request.
    var whenDone: (Result<Response, TransportError>) -> Void = { _ in }
    var isCancelled = false
    private(set) var handle: CurlHandle?

    private let request: Request
    private let url: String
    private let address: CollectorAddress
    private let settings: TransportSettings
    private let isInspecting: Bool
    private var fieldList = FieldList()
    private var bodyOffset = 0
    private var readError: (any Error)?
    private var answer = Response(status: 0)
    private var answerIsTooLong = false

    init(
        _ request: Request, url: String, address: CollectorAddress, settings: TransportSettings,
        isInspecting: Bool = false
    ) {
        self.request = request
        self.url = url
        self.address = address
        self.settings = settings
        self.isInspecting = isInspecting
    }

    /// Sets `handle` up for the request; gives the reason when that cannot be.
    func start(on handle: CurlHandle) -> TransportError? {
        if isCancelled { return .cancelled }
        unsafe curl_easy_reset(handle.pointer)
        let codes = options(for: handle)
        guard let code = codes.first(where: { $0 != CURLE_OK }) else {
            self.handle = handle
            return nil
        }
        return .unreachable(unsafe String(cString: curl_easy_strerror(code)))
    }

    func finish(_ code: CURLcode) {
        var answer = answer
        var status = 0
        if let handle {
            unsafe ccurl_get_long(handle.pointer, CURLINFO_RESPONSE_CODE, &status)
            var (total, prepared): (curl_off_t, curl_off_t) = (0, 0)
            unsafe ccurl_get_large(handle.pointer, CURLINFO_TOTAL_TIME_T, &total)
            unsafe ccurl_get_large(handle.pointer, CURLINFO_PRETRANSFER_TIME_T, &prepared)
            answer.seconds = Double(max(0, total - prepared)) / 1_000_000
            if isInspecting { answer.certificates = unsafe Self.certificates(handle.pointer) }
        }
        answer.status = status
        finish(code == CURLE_OK ? .success(answer) : .failure(error(of: code)))
    }

    func finish(_ result: Result<Response, TransportError>) {
        handle = nil
        let whenDone = whenDone
        self.whenDone = { _ in }
        whenDone(result)
    }

    // MARK: Setting up

    private func options(for handle: CurlHandle) -> [CURLcode] {
        // The transfer is in the loop's table of active ones for as long as libcurl can call back.
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        let easy = unsafe handle.pointer
        unsafe handle.message.pointee = 0
        var codes = unsafe [
            ccurl_set_text(easy, CURLOPT_URL, url),
            ccurl_set_protocols(easy, address.isEncrypted ? 1 : 0),
            ccurl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0),
            ccurl_set_long(easy, CURLOPT_NOSIGNAL, 1),
            ccurl_set_long(easy, CURLOPT_HTTP_VERSION, ccurl_http_1_1),
            ccurl_set_long(easy, CURLOPT_SSLVERSION, ccurl_tls_1_2),
            ccurl_set_long(easy, CURLOPT_TCP_KEEPALIVE, 1),
            ccurl_set_long(easy, CURLOPT_CONNECTTIMEOUT, settings.connectTimeout),
            ccurl_set_long(easy, CURLOPT_LOW_SPEED_LIMIT, 1),
            ccurl_set_long(easy, CURLOPT_LOW_SPEED_TIME, settings.silenceTimeout),
            ccurl_set_long(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1),
            ccurl_set_text(easy, CURLOPT_USERAGENT, settings.userAgent),
            ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, handle.message),
            ccurl_set_writer(easy, CurlTransfer.receive, context),
            ccurl_set_header_writer(easy, CurlTransfer.receiveField, context),
            ccurl_set_socket_opener(easy, CurlTransfer.openSocket, nil),
        ]
        unsafe codes += proxyOptions(easy) + methodOptions(easy, context)
        if isInspecting {
            unsafe codes += [
                ccurl_set_long(easy, CURLOPT_CONNECT_ONLY, 1), ccurl_set_long(easy, CURLOPT_CERTINFO, 1),
                ccurl_set_long(easy, CURLOPT_SSL_VERIFYPEER, 0), ccurl_set_long(easy, CURLOPT_SSL_VERIFYHOST, 0),
            ]
        }
        if let path = settings.addedCertificates {
            // The file replaces the system's bundle; the directory of the same certificates keeps those trusted.
            codes += unsafe [
                ccurl_set_text(easy, CURLOPT_CAINFO, path), ccurl_set_text(easy, CURLOPT_CAPATH, "/etc/ssl/certs"),
            ]
        }
        fieldList = FieldList()
        for field in request.fields { fieldList.append("\(field.name): \(field.value)") }
        // Waiting for "100 Continue" costs a round trip where a proxy does not pass it on.
        fieldList.append("Expect:")
        unsafe codes.append(ccurl_set_list(easy, CURLOPT_HTTPHEADER, fieldList.first))
        return codes
    }

    private func proxyOptions(_ easy: UnsafeMutableRawPointer) -> [CURLcode] {
        switch settings.proxy {
        case .url(let proxy):
            unsafe [ccurl_set_text(easy, CURLOPT_PROXY, proxy), ccurl_set_text(easy, CURLOPT_NOPROXY, "")]
        case .environment where !address.isLoopback: []
        case .environment, .none: unsafe [ccurl_set_text(easy, CURLOPT_PROXY, "")]
        }
    }

    private func methodOptions(_ easy: UnsafeMutableRawPointer, _ context: UnsafeMutableRawPointer) -> [CURLcode] {
        switch request.method {
        case .get: return unsafe [ccurl_set_long(easy, CURLOPT_HTTPGET, 1)]
        case .head: return unsafe [ccurl_set_long(easy, CURLOPT_NOBODY, 1)]
        case .post, .patch: break
        }
        var codes = unsafe [
            ccurl_set_long(easy, CURLOPT_POST, 1),
            ccurl_set_large(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body?.length ?? 0)),
            ccurl_set_text(easy, CURLOPT_CUSTOMREQUEST, request.method.rawValue),
            ccurl_set_reader(easy, CurlTransfer.send, context),
            ccurl_set_seeker(easy, CurlTransfer.rewind, context),
        ]
        // Small bites keep the flow of a narrow link even, and what libcurl counts as sent close to what was sent.
        unsafe codes.append(ccurl_set_long(easy, CURLOPT_UPLOAD_BUFFERSIZE, 16 << 10))
        if let limit = request.sendLimit {
            unsafe codes.append(ccurl_set_large(easy, CURLOPT_MAX_SEND_SPEED_LARGE, curl_off_t(max(1, limit))))
        }
        return codes
    }

    /// What the other end has shown.
    private static func certificates(_ easy: UnsafeMutableRawPointer) -> [PeerCertificate] {
        var found: UnsafeMutablePointer<curl_certinfo>?
        guard unsafe ccurl_get_certificates(easy, &found) == CURLE_OK, let found = unsafe found else { return [] }
        // The lists belong to the handle, which is not used again before this returns.
        return unsafe (0..<Int(found.pointee.num_of_certs)).map { index in
            var lines: [String] = []
            var entry = unsafe found.pointee.certinfo[index]
            while let line = unsafe entry {
                unsafe lines.append(String(cString: line.pointee.data))
                unsafe entry = line.pointee.next
            }
            return PeerCertificate(lines)
        }
    }

    // MARK: Callbacks, all on the loop's thread

    /// The transfer that libcurl calls back about.
    private static func of(_ context: UnsafeMutableRawPointer?) -> CurlTransfer {
        unsafe Unmanaged<CurlTransfer>.fromOpaque(context!).takeUnretainedValue()
    }

    private static let send: ccurl_data_callback = { buffer, size, count, context in
        let transfer = unsafe CurlTransfer.of(context)
        guard let body = transfer.request.body, transfer.bodyOffset < body.length else { return 0 }
        let room = min(size * count, body.length - transfer.bodyOffset)
        do {
            let bytes = try body.read(transfer.bodyOffset, room)
            guard !bytes.isEmpty, bytes.count <= room else { throw BodyEndedEarly() }
            // libcurl's buffer has size * count bytes of room.
            unsafe bytes.withUnsafeBytes { source in
                unsafe UnsafeMutableRawPointer(buffer!).copyMemory(from: source.baseAddress!, byteCount: source.count)
            }
            transfer.bodyOffset += bytes.count
            return bytes.count
        } catch {
            transfer.readError = error
            return ccurl_read_abort
        }
    }

    /// libcurl goes back to the start when a kept connection turns out to be dead.
    private static let rewind: ccurl_seek_callback = { context, offset, origin in
        guard origin == SEEK_SET else { return CURL_SEEKFUNC_CANTSEEK }
        unsafe CurlTransfer.of(context).bodyOffset = Int(offset)
        return CURL_SEEKFUNC_OK
    }

    private static let receive: ccurl_data_callback = { bytes, size, count, context in
        let transfer = unsafe CurlTransfer.of(context)
        guard transfer.answer.body.count + size * count <= Response.maximumBodyLength else {
            transfer.answerIsTooLong = true
            return 0
        }
        unsafe transfer.answer.body.append(Data(bytes: bytes!, count: size * count))
        return size * count
    }

    private static let receiveField: ccurl_data_callback = { bytes, size, count, context in
        let transfer = unsafe CurlTransfer.of(context)
        let line = unsafe String(
            decoding: UnsafeRawBufferPointer(start: bytes, count: size * count), as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            // A status line: what came before was an interim answer.
            transfer.answer.fields = []
        } else if let colon = line.firstIndex(of: ":"), transfer.answer.fields.count < 200 {
            transfer.answer.fields.append(
                .init(String(line[..<colon]), line[line.index(after: colon)...].trimmingBlanks()))
        }
        return size * count
    }

    /// Where the kernel buffered megabytes, a narrow link would look silent for minutes while it drains, and be given up.
    private static let openSocket: ccurl_socket_callback = { _, socket, _ in
        _ = ccurl_limit_unsent(socket, 16 << 10)
        return CURL_SOCKOPT_OK
    }

    // MARK: What went wrong

    private func error(of code: CURLcode) -> TransportError {
        if let readError { return .bodyUnreadable("\(readError)") }
        if answerIsTooLong { return .answerTooLong }
        let written = handle.map { unsafe String(cString: $0.message) } ?? ""
        let detail = written.isEmpty ? unsafe String(cString: curl_easy_strerror(code)) : written
        if let proxyRefusal { return .proxyRefused(proxyRefusal) }
        return switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .unresolved(detail)
        case CURLE_COULDNT_CONNECT, CURLE_PROXY: .unreachable(detail)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            .untrusted(detail)
        case CURLE_OPERATION_TIMEDOUT: isConnected ? .silent(detail) : .unreachable(detail)
        default: .lost(detail)
        }
    }

    /// What a proxy answered to the request for a tunnel, when that was anything but yes.
    private var proxyRefusal: Int? {
        var status = 0
        if let handle { unsafe ccurl_get_long(handle.pointer, CURLINFO_HTTP_CONNECTCODE, &status) }
        return status >= 300 ? status : nil
    }

    private var isConnected: Bool {
        var microseconds: curl_off_t = 0
        if let handle { unsafe ccurl_get_large(handle.pointer, CURLINFO_PRETRANSFER_TIME_T, &microseconds) }
        return microseconds > 0
    }
}

/// The body gave fewer bytes than its length.
private struct BodyEndedEarly: Error, CustomStringConvertible {
    let description = "it ended early"
}

/// libcurl's list of header lines.
@safe private struct FieldList: ~Copyable {
    private(set) var first: UnsafeMutablePointer<curl_slist>?

    mutating func append(_ line: String) {
        // Header injection is impossible from here on: a line break would end the field.
        let safe = String(decoding: line.utf8.filter { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }, as: UTF8.self)
        if let longer = unsafe curl_slist_append(first, safe) { unsafe first = longer }
    }

    deinit { unsafe curl_slist_free_all(first) }
}
