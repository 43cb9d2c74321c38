package import Dossiers
package import Exchange
package import FoundationEssentials
internal import Synchronization

/// The collector's HTTP API from the station's side: requests as values in, answers as values out.
///
/// Signs in by itself, puts a wrong clock right, and finds a way round proxies that refuse a method. Never follows a
/// redirect and never sends to another host than the configured one.
package final class CollectorClient: Sendable {
    private let transport: any Transport
    private let time: any Timekeeper
    private let state: Mutex<State>

    private struct State {
        var tokens: TokenCache
        var clock: ClockCorrection
        /// Methods that something on the way refuses, sent as `POST` with the method in a header field.
        var tunnelled: Set<Request.Method> = []
    }

    /// - Parameter clock: the correction found earlier.
    package init(
        identity: StationIdentity, transport: any Transport, clock: ClockCorrection = .none,
        time: any Timekeeper = SystemTime()
    ) {
        self.transport = transport
        self.time = time
        state = Mutex(State(tokens: TokenCache(identity: identity), clock: clock))
    }

    /// The correction of this PC's clock as the answers so far show it.
    package var clock: ClockCorrection { state.withLock { $0.clock } }

    /// The time, put right.
    package var now: Date { clock.corrected(time.now) }

    /// Posts a manifest: the first time, again to learn where its upload stands, or after anything went wrong.
    package func announce(_ envelope: Envelope) async throws(Failure) -> Announcement {
        // Envelopes are plain values that always encode.
        let body = try! Wire.encode(envelope)
        let request = Request(
            .post, "v1/manifests", fields: [.init("Content-Type", EnvelopeMediaType.json)], body: .init(body))
        let answer = try await exchange(request)
        guard answer.status == 200 || answer.status == 201,
            let status = try? Wire.decode(SubmissionStatus.self, from: answer.body)
        else { throw unexpected(answer, "a submission's status") }
        guard status.manifest == envelope.payloadDigest else { throw .notTheCollector("it names another manifest") }
        return Announcement(
            status: status, upload: answer["Location"].flatMap(UploadPath.relative),
            offset: answer["Upload-Offset"].flatMap { Int($0) } ?? 0)
    }

    /// Asks how many bytes of an upload the collector has.
    package func offset(of upload: String) async throws(Failure) -> Int {
        let answer = try await exchange(Request(.head, upload, fields: [Tus.version]))
        guard answer.status == 200 || answer.status == 204,
            let offset = answer["Upload-Offset"].flatMap({ Int($0) }), offset >= 0
        else { throw unexpected(answer, "an upload's offset") }
        return offset
    }

    /// Sends bytes of an upload.
    ///
    /// - Parameter limit: the most bytes per second to send; nil for no limit.
    package func append(
        to upload: String, at offset: Int, _ body: Request.Body, limit: Int?
    ) async throws(Failure) -> Appended {
        let fields = [
            Tus.version, .init("Upload-Offset", "\(offset)"),
            .init("Content-Type", "application/offset+octet-stream"),
        ]
        let answer = try await exchange(Request(.patch, upload, fields: fields, body: body, sendLimit: limit))
        guard answer.status == 204 || answer.status == 200,
            let reached = answer["Upload-Offset"].flatMap({ Int($0) }), reached >= 0
        else { throw unexpected(answer, "an upload's offset") }
        let receipt = answer[HeaderName.receipt].flatMap { Data(base64Encoded: $0) }.flatMap {
            try? Wire.decode(Envelope.self, from: $0)
        }
        return Appended(offset: reached, receipt: receipt, seconds: answer.seconds)
    }

    /// The receipt of a manifest; nil while there is none, or when the manifest is not known.
    package func receipt(of manifest: ContentDigest) async throws(Failure) -> Envelope? {
        let answer: Response
        do { answer = try await exchange(Request(.get, "v1/manifests/\(manifest)/receipt")) } catch {
            if error.status == 404 { return nil }
            throw error
        }
        guard answer.status == 200, let receipt = try? Wire.decode(Envelope.self, from: answer.body) else {
            throw unexpected(answer, "a receipt")
        }
        return receipt
    }

    // MARK: One exchange

    /// Sends `request` with a token; gives any answer below 300 and 304, which only a condition is answered with, and
    /// throws the rest.
    func exchange(_ request: Request) async throws(Failure) -> Response {
        var answer = try await sendRoundProxies(request)
        if answer.status == 401, prepareForAnotherTry(after: answer) {
            answer = try await sendRoundProxies(request)
        }
        if answer.status < 300 || answer.status == 304 { return answer }
        throw failure(of: answer)
    }

    /// Makes ready to ask once more after a 401; false when that would not help.
    private func prepareForAnotherTry(after answer: Response) -> Bool {
        let code = problem(in: answer)?.knownCode
        return state.withLock { state in
            // The clock has been put right already, by the same answer's Date.
            state.tokens.drop()
            // An answer to HEAD has no body to tell the reason.
            return code == nil || code == .clockSkew || code == .unauthorized
        }
    }

    private func sendRoundProxies(_ request: Request) async throws(Failure) -> Response {
        guard request.method == .head || request.method == .patch else { return try await send(request) }
        let isTunnelled = state.withLock { $0.tunnelled.contains(request.method) }
        let answer = try await send(isTunnelled ? tunnelled(request) : request)
        guard !isTunnelled, isRefusalOfMethod(answer) else { return answer }
        let second = try await send(tunnelled(request))
        if !isRefusalOfMethod(second) { state.withLock { _ = $0.tunnelled.insert(request.method) } }
        return second
    }

    /// Whether something on the way takes exception to the method, not the collector to the request.
    private func isRefusalOfMethod(_ answer: Response) -> Bool {
        guard problem(in: answer) == nil else { return false }
        return [403, 405, 501].contains(answer.status)
    }

    private func tunnelled(_ request: Request) -> Request {
        var tunnelled = request
        tunnelled.method = .post
        tunnelled.fields.append(.init("X-HTTP-Method-Override", request.method.rawValue))
        return tunnelled
    }

    private func send(_ request: Request) async throws(Failure) -> Response {
        var request = request
        let started = time.now
        let token = state.withLock { $0.tokens.token(at: $0.clock.corrected(started)) }
        request.fields.append(.init("Authorization", "Bearer \(token)"))
        let answer: Response
        do { answer = try await transport.perform(request) } catch { throw .transport(error) }
        observeClock(answer)
        return answer
    }

    private func observeClock(_ answer: Response) {
        guard let theirs = answer["Date"].flatMap(HTTPTime.date) else { return }
        let ours = time.now
        state.withLock { state in
            let adjusted = state.clock.adjusted(theirs: theirs, ours: ours)
            guard adjusted != state.clock else { return }
            state.clock = adjusted
            state.tokens.drop()
        }
    }

    private func failure(of answer: Response) -> Failure { .init(answer, now: now) }

    /// What an answer is that has not got what was asked for.
    func unexpected(_ answer: Response, _ awaited: String) -> Failure {
        .notTheCollector("an answer of status \(answer.status) without \(awaited)")
    }

    private func problem(in answer: Response) -> Problem? { Failure.problem(in: answer) }
}
