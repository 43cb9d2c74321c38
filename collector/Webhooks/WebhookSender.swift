import AsyncHTTPClient
package import FoundationEssentials
import Logging
import NIOCore
import NIOHTTP1
import Registry

/// Sends a webhook's messages over HTTP. Follows nothing and waits for nobody long.
package struct WebhookSender: Sendable {
    private let client: HTTPClient
    private let userAgent: String

    /// The most that connecting, and all of an attempt, may take.
    package static let connecting: Duration = .seconds(5)
    package static let attempt: Duration = .seconds(10)

    /// Gives `body` a sender, and closes its connections afterwards.
    ///
    /// - Parameter version: of the program, for receivers' logs.
    package static func with<Value>(version: String, _ body: (WebhookSender) async throws -> Value) async throws
        -> Value
    {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.httpVersion = .http1Only
        configuration.timeout.connect = TimeAmount(connecting)
        configuration.timeout.read = TimeAmount(attempt)
        // The schedule says when to try again, and what was wrong is to be seen at once.
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let value = try await body(WebhookSender(client: client, userAgent: "sohoa-collector/\(version)"))
            try await client.shutdown()
            return value
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    /// Sends once.
    ///
    /// - Throws: `CancellationError`, when it is not known whether the message arrived.
    package func send(
        _ body: Data, id: String, to url: String, secret: WebhookSecret, at moment: Date
    ) async throws -> WebhookAnswer {
        let seconds = Int(moment.timeIntervalSince1970.rounded(.down))
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers = [
            "content-type": "application/json", "user-agent": userAgent, "webhook-id": id,
            "webhook-timestamp": "\(seconds)",
            "webhook-signature": secret.signature(id: id, moment: seconds, body: body),
        ]
        request.body = .bytes(ByteBuffer(bytes: body))
        do {
            // What the receiver says beyond the status is not read.
            let response = try await client.execute(request, deadline: .now() + TimeAmount(Self.attempt))
            return WebhookAnswer(
                status: Int(response.status.code),
                retryAfter: response.headers.first(name: "retry-after").flatMap { Double($0) })
        } catch let error as HTTPClientError where error == .cancelled {
            throw CancellationError()
        } catch {
            try Task.checkCancellation()
            return WebhookAnswer(problem: Self.text(of: error))
        }
    }

    /// What happened, for the list of webhooks: short, and of the connection only.
    private static func text(of error: any Error) -> String {
        guard let failure = error as? HTTPClientError else { return String("\(error)".prefix(200)) }
        return switch failure {
        case .connectTimeout: WebhookProblem.noConnection.rawValue
        case .deadlineExceeded, .readTimeout:
            WebhookProblem.noAnswer.rawValue
        case .remoteConnectionClosed: WebhookProblem.hungUp.rawValue
        default: String("\(error)".prefix(200))
        }
    }
}

/// What came back: a status, or what stood in the way.
package struct WebhookAnswer: Sendable, Hashable {
    package let status: Int?
    package let problem: String?
    /// Seconds that the receiver asked to wait.
    package let retryAfter: Double?

    package init(status: Int, retryAfter: Double? = nil) {
        (self.status, problem, self.retryAfter) = (status, nil, retryAfter)
    }

    package init(problem: String) { (status, self.problem, retryAfter) = (nil, problem, nil) }

    /// What it means for the message and for those behind it.
    package enum Meaning: Sendable, Hashable {
        case delivered
        /// The receiver does not work, or is not what it was taken for.
        case unreachable
        /// The receiver wants nothing any more (410 Gone).
        case gone
        /// The receiver does not take this message.
        case refused
    }

    package var meaning: Meaning {
        switch status {
        case .some(200..<300): .delivered
        case 410: .gone
        // Not of this message: who may send, where to, and how fast. The rest of 4xx is.
        case 401, 403, 404, 405, 407, 408, 421, 425, 429: .unreachable
        case .some(400..<500): .refused
        default: .unreachable
        }
    }

    /// For people.
    package var text: String { problem ?? status.map(WebhookProblem.text) ?? "" }
}
