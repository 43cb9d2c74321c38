import Dossiers
import Exchange
import FoundationEssentials
import Testing

@testable import Uplink

@Suite(.timeLimit(.minutes(1)))
struct EnrolmentTests {
    private let key = SigningKey()

    private func request() throws -> Envelope {
        let request = EnrolmentRequest(
            token: "secret", publicKey: key.verificationKey.derRepresentation, label: "pc-1", agentVersion: "0")
        return key.seal(try Wire.encode(request), type: EnrolmentRequest.payloadType)
    }

    private func transport(_ port: Int) throws -> CurlTransport {
        try CurlTransport(to: CollectorAddress("http://127.0.0.1:\(port)"), settings: TransportSettings(version: "0"))
    }

    @Test func `the signed request goes out without a token, and what the collector settled comes back`() async throws {
        let settled = EnrolmentAnswer(
            station: StationID(), site: SiteID(rawValue: "hue-1")!, siteName: "Xã A", level: .commune, collector: "c",
            collectorKey: SigningKey().verificationKey.derRepresentation)
        let envelope = try request()
        try await withRawServer { connection in
            let request = try await connection.request()
            let sent = try Wire.decode(Envelope.self, from: request.body)
            let isRight =
                request.firstLine == "POST /v1/enrolments HTTP/1.1" && sent == envelope
                && request.head.contains("Content-Type: application/vnd.dsse+json")
                && !request.head.lowercased().contains("authorization")
            let body = String(decoding: try Wire.encode(settled), as: UTF8.self)
            try await connection.send(
                "HTTP/1.1 \(isRight ? 201 : 400) X\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
        } _: { port in
            let answer = try await transport(port).enrol(envelope)
            #expect(answer == settled)
        }
    }

    @Test func `a token that was used already is told in the collector's words`() async throws {
        let problem = Problem(.tokenUsed, status: 409, title: "Used", detail: "this join token was used already")
        let envelope = try request()
        try await withRawServer { connection in
            _ = try await connection.request()
            let body = String(decoding: try Wire.encode(problem), as: UTF8.self)
            try await connection.send(
                "HTTP/1.1 409 X\r\nContent-Type: application/problem+json; charset=utf-8\r\n"
                    + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
        } _: { port in
            let failure = await #expect(throws: Failure.self) { try await transport(port).enrol(envelope) }
            #expect(failure?.code == .tokenUsed)
            #expect(failure?.description.contains("used already") == true)
        }
    }

    @Test func `a page of another program is no enrolment`() async throws {
        let envelope = try request()
        try await withRawServer { connection in
            _ = try await connection.request()
            try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
        } _: { port in
            let failure = await #expect(throws: Failure.self) { try await transport(port).enrol(envelope) }
            guard case .notTheCollector = failure else { Issue.record("\(String(describing: failure))"); return }
        }
    }
}
