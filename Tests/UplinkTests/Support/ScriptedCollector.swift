import Dossiers
import Exchange
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// A collector that speaks HTTP on a loopback port, and has the faults that the test wants.
actor ScriptedCollector {
    /// What to do to a request instead of, or beside, answering it.
    enum Fault: Sendable {
        case answer(Int, fields: [String: String] = [:], body: String = "")
        case problem(Problem, fields: [String: String] = [:])
        /// Close the connection without an answer once that many bytes of the body have come, which are kept; but wait
        /// for so long before the first of them.
        case cut(afterBytes: Int, wait: Duration = .zero)
        /// Do as asked, and close the connection instead of answering.
        case loseAnswer
        case wait(Duration)
    }

    /// One request as it came.
    struct Seen: Sendable, Hashable {
        var method: String
        var path: String
        var override: String?
        var userAgent: String?
        var expect: String?
    }

    private(set) var model: ModelCollector
    private(set) var seen: [Seen] = []
    private var faults: [(method: String, path: String, times: Int, fault: Fault)] = []
    /// Methods that a proxy on the way refuses.
    private var blocked: Set<String> = []
    private var sendsReceiptInAnswer = true

    init(_ model: ModelCollector) { self.model = model }

    func edit(_ change: @Sendable (inout ModelCollector) -> Void) { change(&model) }

    /// Applies `fault` to the next `times` requests of that method (as it came) to paths that begin so.
    func inject(_ fault: Fault, on method: String, _ path: String, times: Int = 1) {
        faults.append((method, path, times, fault))
    }

    func clearFaults() { faults = [] }

    func block(_ methods: Set<String>) { blocked = methods }

    func keepReceiptsFromAnswers() { sendsReceiptInAnswer = false }

    func count(_ method: String, _ path: String) -> Int {
        seen.count { $0.method == method && $0.path.hasPrefix(path) }
    }

    // MARK: HTTP

    func handle(_ request: Request, _ channel: any Channel) async -> Response {
        let path = request.uri.path
        let override = HTTPField.Name("X-HTTP-Method-Override").flatMap { request.headers[$0] }
        seen.append(
            Seen(
                method: request.method.rawValue, path: path, override: override,
                userAgent: request.headers[.userAgent], expect: request.headers[.expect]))
        if blocked.contains(request.method.rawValue) { return Self.response(405) }
        var losesAnswer = false
        var cut: Int?
        if let index = faults.firstIndex(where: { $0.method == request.method.rawValue && path.hasPrefix($0.path) }) {
            faults[index].times -= 1
            let fault = faults[index].fault
            if faults[index].times == 0 { faults.remove(at: index) }
            switch fault {
            case .answer(let status, let fields, let body): return Self.response(status, fields, Data(body.utf8))
            case .problem(let problem, let fields): return Self.response(problem, fields)
            case .cut(let bytes, let time):
                cut = bytes
                try? await Task.sleep(for: time)
            case .loseAnswer: losesAnswer = true
            case .wait(let time): try? await Task.sleep(for: time)
            }
        }
        let answer = await answer(request, method: override ?? request.method.rawValue, path, cut: cut, channel)
        if losesAnswer || cut != nil {
            try? await channel.close()
            try? await Task.sleep(for: .seconds(1))
        }
        return answer
    }

    private func answer(
        _ request: Request, method: String, _ path: String, cut: Int?, _ channel: any Channel
    ) async -> Response {
        do {
            do { try authenticate(request) } catch {
                for try await _ in request.body {}
                throw error
            }
            let parts = path.split(separator: "/").map(String.init)
            switch (method, parts.count) {
            case ("POST", 2) where parts[1] == "manifests": return try await announce(request)
            case ("GET", 4) where parts[3] == "receipt":
                guard let envelope = ContentDigest(rawValue: parts[2]).flatMap({ model.receipts[$0] }) else {
                    throw Problem(.notFound, status: 404, title: "None", detail: "no receipt yet")
                }
                return Self.response(200, ["Content-Type": "application/vnd.dsse+json"], try Wire.encode(envelope))
            case ("HEAD", 3):
                let (offset, length) = try model.offset(of: parts[2])
                return Self.response(200, ["Upload-Offset": "\(offset)", "Upload-Length": "\(length)"])
            case ("PATCH", 3): return try await append(request, to: parts[2], cut: cut)
            default: return Self.response(404)
            }
        } catch let problem as Problem {
            return Self.response(problem)
        } catch {
            return Self.response(500)
        }
    }

    private func authenticate(_ request: Request) throws {
        let text = request.headers[.authorization]?.split(separator: " ").last.map(String.init) ?? ""
        do {
            _ = try BearerToken.verify(text, with: model.stationKey, audience: model.name, now: Date())
        } catch BearerTokenError.outOfTime {
            throw Problem(.clockSkew, status: 401, title: "Clock", detail: "the token is of another time")
        } catch {
            throw Problem(.unauthorized, status: 401, title: "Token", detail: "\(error)")
        }
    }

    private func announce(_ request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: 8 << 20)
        let envelope = try Wire.decode(Envelope.self, from: Data(body.readableBytesView))
        let answer = try model.announce(envelope)
        var fields = ["Content-Type": "application/json"]
        if let upload = answer.upload {
            fields["Location"] = "http://inner.example:8080/somewhere/v1/uploads/\(upload)"
            let (offset, length) = try model.offset(of: upload)
            fields["Upload-Offset"] = "\(offset)"
            fields["Upload-Length"] = "\(length)"
        }
        return Self.response(answer.isNew ? 201 : 200, fields, try Wire.encode(answer.status))
    }

    private func append(_ request: Request, to upload: String, cut: Int?) async throws -> Response {
        guard var offset = HTTPField.Name("Upload-Offset").flatMap({ request.headers[$0] }).flatMap({ Int($0) }) else {
            throw Problem(.malformedRequest, status: 400, title: "Offset", detail: "Upload-Offset is missing")
        }
        var receipt: Envelope?
        var left = cut ?? .max
        var problem: Problem?
        do { _ = try model.append(Data(), to: upload, at: offset) } catch { problem = error }
        for try await chunk in request.body {
            // What is refused is read all the same, so that the answer is not lost with a reset connection.
            if problem != nil { continue }
            let bytes = Data(chunk.readableBytesView.prefix(left))
            do { (offset, receipt) = try model.append(bytes, to: upload, at: offset) } catch { problem = error }
            left -= bytes.count
            if left == 0 { break }
        }
        if let problem { throw problem }
        var fields = ["Upload-Offset": "\(offset)", "Tus-Resumable": "1.0.0"]
        if let receipt, sendsReceiptInAnswer {
            fields[HeaderName.receipt] = try Wire.encode(receipt).base64EncodedString()
        }
        return Self.response(204, fields)
    }

    private static func response(_ problem: Problem, _ fields: [String: String] = [:]) -> Response {
        response(
            problem.status, fields.merging(["Content-Type": Problem.mediaType]) { $1 }, try! Wire.encode(problem))
    }

    private static func response(_ status: Int, _ fields: [String: String] = [:], _ body: Data = Data()) -> Response {
        var headers = HTTPFields()
        for (name, value) in fields { headers[HTTPField.Name(name)!] = value }
        return Response(status: .init(code: status), headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }
}

/// Runs `collector` on a free loopback port for as long as `body` takes.
func withServer<Value: Sendable>(
    _ collector: ScriptedCollector, _ body: @Sendable @escaping (_ port: Int) async throws -> Value
) async throws -> Value {
    let (ports, arrived) = AsyncStream.makeStream(of: Int.self)
    let app = Application(
        responder: CallbackResponder<ChannelContext> { request, context in
            await collector.handle(request, context.channel)
        },
        configuration: .init(address: .hostname("127.0.0.1", port: 0)),
        onServerRunning: { arrived.yield($0.localAddress!.port!) },
        logger: Logger(label: "collector") { _ in SwiftLogNoOpLogHandler() })
    return try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask {
            try await app.run()
            return nil
        }
        group.addTask {
            for await port in ports { return try await body(port) }
            throw CancellationError()
        }
        defer { group.cancelAll() }
        while let value = try await group.next() { if let value { return value } }
        throw CancellationError()
    }
}

/// A context that lets a handler get at the connection.
private struct ChannelContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}
