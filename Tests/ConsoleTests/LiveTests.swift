import Console
import ContentStore
import Dossiers
import Exchange
import Foundation
import HTTPTypes
import Intake
import TestSupport
import Testing

@Suite("Over a real connection", .timeLimit(.minutes(2)))
struct LiveTests {
    @Test("Every answer has the time, those to errors too")
    func date() async throws {
        try await withCollector { collector in
            try await collector.live { client in
                for (method, path): (HTTPRequest.Method, String) in [
                    (.get, "/v1/health"), (.get, "/nowhere"), (.post, "/v1/manifests"), (.put, "/v1/manifests"),
                    (.head, "/v1/uploads/x"), (.options, "/v1/uploads"),
                ] {
                    let answer = try await client.send(method, path, [:], method == .get ? nil : Data())
                    let date = try #require(answer.headers[.date].flatMap(timeInHeader))
                    #expect(abs(date.timeIntervalSinceNow) < 5)
                }
            }
        }
    }

    @Test("A dossier is delivered over one connection, and its answers are of the right form")
    func deliver() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let sealed = station.seal(try TestPage.samples(3))
            try await collector.live { client in
                let posted = try await client.post(sealed, as: station)
                #expect(posted.status == 201)
                let upload = try posted.upload()
                let half = sealed.stream.count / 2
                #expect(try await client.patch(upload, at: 0, sealed.stream.prefix(half), as: station).status == 204)
                let head = try await client.tus(.head, upload, as: station)
                #expect(head.headers[.uploadOffset] == "\(half)")
                let done = try await client.patch(upload, at: half, sealed.stream.dropFirst(half), as: station)
                #expect(done.status == 204)
                // RFC 9110, 8.6: no Content-Length in a 204.
                #expect(done.headers[.contentLength] == nil)
                #expect(done.receipt != nil)
            }
        }
    }

    @Test("What came before a connection broke is kept")
    func brokenConnection() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let sealed = station.seal([.random(400_000, seed: 1), .random(300_000, seed: 2)])
            try await collector.live { client in
                let upload = try await client.post(sealed, as: station).upload()
                let connection = try RawConnection(port: client.port!)
                connection.send(station.patchHeader(upload, at: 0, length: sealed.stream.count))
                connection.send(sealed.stream.prefix(500_000))
                connection.close()
                // The server learns of it in its own time; asking like this disturbs nobody.
                while try await offsetWithoutTakingOver(sealed, client, station) != 500_000 {
                    try await Task.sleep(for: .milliseconds(20))
                }
                let head = try await client.tus(.head, upload, as: station)
                #expect(head.headers[.uploadOffset] == "500000")
                let rest = try await client.patch(upload, at: 500_000, sealed.stream.dropFirst(500_000), as: station)
                #expect(rest.receipt != nil)
            }
        }
    }

    @Test("A body that stalls is ended, and what came is kept")
    func stall() async throws {
        var limits = ConsoleLimits()
        limits.stall = .seconds(1)
        try await withCollector(limits: limits) { collector in
            let station = try await collector.station()
            let sealed = station.seal([.random(50_000, seed: 1)])
            try await collector.live { client in
                let upload = try await client.post(sealed, as: station).upload()
                let connection = try RawConnection(port: client.port!)
                connection.send(station.patchHeader(upload, at: 0, length: 50_000))
                connection.send(sealed.stream.prefix(20_000))
                let answer = await connection.receive { $0.contains("unavailable") }
                #expect(answer.hasPrefix("HTTP/1.1 408 "), "\(answer)")
                #expect(answer.contains("Retry-After"))
                #expect(await connection.isClosed(within: .seconds(10)))
                let head = try await client.tus(.head, upload, as: station)
                #expect(head.headers[.uploadOffset] == "20000")
            }
        }
    }

    @Test("A body that only drips is ended")
    func drip() async throws {
        var limits = ConsoleLimits()
        limits.grace = .milliseconds(500)
        limits.slowestRate = 100_000
        try await withCollector(limits: limits) { collector in
            let station = try await collector.station()
            let sealed = station.seal([.random(50_000, seed: 1)])
            try await collector.live { client in
                let connection = try RawConnection(port: client.port!)
                connection.send(
                    "POST /v1/manifests HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(station.token())\r\n"
                        + "Content-Length: \(sealed.body.count)\r\n\r\n")
                let dripping = Task {
                    for byte in sealed.body.prefix(200) {
                        connection.send(Data([byte]))
                        try await Task.sleep(for: .milliseconds(20))
                    }
                }
                let answer = await connection.receive { $0.contains("unavailable") }
                dripping.cancel()
                _ = try? await dripping.value
                #expect(answer.hasPrefix("HTTP/1.1 408 "), "\(answer)")
            }
        }
    }

    @Test("A new request takes an upload over from one that hangs", arguments: ["HEAD", "PATCH", "DELETE"])
    func takeOver(_ method: String) async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let sealed = station.seal([.random(900_000, seed: 1)])
            try await collector.live { client in
                let upload = try await client.post(sealed, as: station).upload()
                let hanging = try RawConnection(port: client.port!)
                hanging.send(station.patchHeader(upload, at: 0, length: 900_000))
                hanging.send(sealed.stream.prefix(600_000))
                // It must have got under way before it is overtaken.
                try await Task.sleep(for: .milliseconds(500))
                let start = ContinuousClock.now
                switch method {
                case "HEAD":
                    let head = try await client.tus(.head, upload, as: station)
                    let offset = try #require(head.headers[.uploadOffset].flatMap { Int($0) })
                    #expect((0...600_000).contains(offset))
                    let rest = try await client.patch(upload, at: offset, sealed.stream.dropFirst(offset), as: station)
                    #expect(rest.receipt != nil)
                case "PATCH":
                    let early = try await client.patch(upload, at: 0, sealed.stream.prefix(10), as: station)
                    #expect(early.status == 409)
                    let offset = try #require(early.headers[.uploadOffset].flatMap { Int($0) })
                    let rest = try await client.patch(upload, at: offset, sealed.stream.dropFirst(offset), as: station)
                    #expect(rest.receipt != nil)
                default:
                    #expect(try await client.tus(.delete, upload, as: station).status == 204)
                }
                #expect(.now - start < .seconds(5))
                let answer = await hanging.receive { $0.contains("\r\n\r\n{") }
                #expect(answer.hasPrefix("HTTP/1.1 409 ") || answer.hasPrefix("HTTP/1.1 410 "), "\(answer)")
            }
        }
    }

    @Test("Many requests at once on one upload never harm it")
    func race() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let sealed = station.seal([.random(200_000, seed: 1), .random(150_000, seed: 2)])
            try await collector.live { client in
                let upload = try await client.post(sealed, as: station).upload()
                let port = client.port!
                await withTaskGroup(of: Void.self) { group in
                    for index in 0..<12 {
                        group.addTask {
                            guard let connection = try? RawConnection(port: port) else { return }
                            connection.send(station.patchHeader(upload, at: 0, length: sealed.stream.count))
                            connection.send(sealed.stream.prefix(10_000 + index * 25_000))
                            if index.isMultiple(of: 2) {
                                connection.close()
                            } else {
                                _ = await connection.receive(within: .seconds(2)) { $0.contains("\r\n\r\n") }
                            }
                        }
                    }
                }
                let head = try await client.tus(.head, upload, as: station)
                let offset = try #require(head.headers[.uploadOffset].flatMap { Int($0) })
                let rest = try await client.patch(upload, at: offset, sealed.stream.dropFirst(offset), as: station)
                #expect(rest.receipt != nil)
            }
            for page in sealed.pages { #expect(try collector.store.read(page.page.digest) == Array(page.bytes)) }
        }
    }

    @Test("A body in chunks of unknown number is taken")
    func chunked() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let sealed = station.seal([.random(1000, seed: 1)])
            try await collector.live { client in
                let upload = try await client.post(sealed, as: station).upload()
                let connection = try RawConnection(port: client.port!)
                connection.send(
                    station.patchHeader(upload, at: 0, length: 0)
                        .replacingOccurrences(of: "Content-Length: 0", with: "Transfer-Encoding: chunked"))
                for start in stride(from: 0, to: 1000, by: 250) {
                    connection.send("fa\r\n")
                    connection.send(sealed.stream.dropFirst(start).prefix(250))
                    connection.send("\r\n")
                }
                connection.send("0\r\n\r\n")
                let answer = await connection.receive { $0.contains("\r\n\r\n") }
                #expect(answer.hasPrefix("HTTP/1.1 204 "), "\(answer)")
                #expect(answer.contains("Upload-Offset: 1000\r\n"))
            }
        }
    }

    @Test("A client that expects 100 Continue gets no 1xx, and its body is taken when it comes")
    func expectContinue() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let sealed = station.seal([.random(1000, seed: 1)])
            try await collector.live { client in
                let upload = try await client.post(sealed, as: station).upload()
                let connection = try RawConnection(port: client.port!)
                connection.send(station.patchHeader(upload, at: 0, length: 1000, "Expect: 100-continue\r\n"))
                let early = await connection.receive(within: .milliseconds(300))
                #expect(early == "")
                connection.send(sealed.stream)
                let answer = await connection.receive { $0.contains("\r\n\r\n") }
                #expect(answer.hasPrefix("HTTP/1.1 204 "), "\(answer)")
            }
        }
    }

    @Test("An answer that comes before the body was read ends the connection, and arrives")
    func earlyAnswer() async throws {
        try await withCollector { collector in
            try await collector.live { client in
                let connection = try RawConnection(port: client.port!)
                connection.send(
                    "POST /v1/manifests HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000\r\n\r\n")
                connection.send(Data(count: 100_000))
                let answer = await connection.receive { $0.hasSuffix("}") }
                #expect(answer.hasPrefix("HTTP/1.1 401 "), "\(answer)")
                #expect(answer.lowercased().contains("connection: close"))
                #expect(await connection.isClosed(within: .seconds(10)))
            }
        }
    }

    @Test("A request that is no HTTP, or has too long a header, ends the connection with 400")
    func noHTTP() async throws {
        try await withCollector { collector in
            try await collector.live { client in
                for text in [
                    "\u{16}\u{3}\u{1}garbage\r\n\r\n",
                    "GET / HTTP/1.1\r\nX: \(String(repeating: "x", count: 40_000))\r\n\r\n",
                ] {
                    let connection = try RawConnection(port: client.port!)
                    connection.send(text)
                    let answer = await connection.receive { $0.contains("\r\n\r\n") }
                    #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(answer)")
                    #expect(await connection.isClosed(within: .seconds(10)))
                }
            }
        }
    }

    @Test("A connection that never finishes its header is closed")
    func slowHeader() async throws {
        var limits = ConsoleLimits()
        limits.idleConnection = .milliseconds(500)
        try await withCollector(limits: limits) { collector in
            try await collector.live { client in
                let connection = try RawConnection(port: client.port!)
                let dripping = Task {
                    for character in "GET /v1/health HTTP/1.1\r\nX-Slow: " + String(repeating: "x", count: 300) {
                        connection.send(String(character))
                        try await Task.sleep(for: .milliseconds(20))
                    }
                }
                #expect(await connection.isClosed(within: .seconds(5)))
                dripping.cancel()
                _ = try? await dripping.value
            }
        }
    }

    // MARK: -

    /// The offset that is acknowledged, asked in a way that disturbs nobody.
    private func offsetWithoutTakingOver(
        _ sealed: Sealed, _ client: Caller, _ station: TestStation
    ) async throws -> Int? {
        let answer = try await client.send(
            .get, "/v1/manifests/\(sealed.digest)", [.authorization: "Bearer \(station.token())"])
        return answer.headers[.uploadOffset].flatMap { Int($0) }
    }
}
