import FoundationEssentials
import Synchronization
import TestSupport
import Testing

@testable import Uplink

@Suite(.timeLimit(.minutes(1)))
struct TransportTests {
    private func transport(_ port: Int, silence: Int = 30) throws -> CurlTransport {
        try CurlTransport(
            to: CollectorAddress("http://127.0.0.1:\(port)/base"),
            settings: TransportSettings(version: "1.2", silenceTimeout: silence))
    }

    private let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    @Test func `a request goes out as asked, with no wait for leave to send`() async throws {
        let bytes = Data(repeating: 7, count: 3 << 20)
        try await withRawServer { connection in
            let request = try await connection.request()
            let head = request.head.lowercased()
            let isRight =
                request.firstLine == "PATCH /base/v1/uploads/x HTTP/1.1" && request.body == bytes
                && head.contains("user-agent: sohoa-agent/1.2") && head.contains("upload-offset: 5")
                && !head.contains("expect:") && !head.contains("transfer-encoding")
            try await connection.send(
                isRight ? "HTTP/1.1 204 No Content\r\nUpload-Offset: 9\r\n\r\n" : "HTTP/1.1 400 \(head)\r\n\r\n")
        } _: { port in
            let answer = try await transport(port).perform(
                Request(.patch, "v1/uploads/x", fields: [.init("Upload-Offset", "5")], body: .init(bytes)))
            #expect(answer.status == 204)
            #expect(answer["upload-offset"] == "9")
        }
    }

    @Test func `interim answers are passed over, and fields are those of the last`() async throws {
        try await withRawServer { connection in
            _ = try await connection.request()
            try await connection.send("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")
            try await connection.send("HTTP/1.1 200 OK\r\nX-One: a\r\nX-ONE:  b \r\nContent-Length: 0\r\n\r\n")
        } _: { port in
            let answer = try await transport(port).perform(Request(.get, ""))
            #expect(answer["Link"] == nil)
            #expect(answer["x-one"] == "b")
        }
    }

    @Test func `a redirect is an answer, not an order`() async throws {
        let result = try await withRawServer { connection in
            while true {
                _ = try await connection.request()
                try await connection.send("HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n")
            }
        } _: { port in
            try await transport(port).perform(Request(.get, "v1/x"))
        }
        #expect(result.value.status == 302)
        #expect(result.connections == 1)
    }

    @Test func `a connection is kept and used again`() async throws {
        let result = try await withRawServer { connection in
            while true {
                _ = try await connection.request()
                try await connection.send(ok)
            }
        } _: { port in
            let transport = try transport(port)
            for _ in 0..<20 {
                let answer = try await transport.perform(Request(.post, "x", body: .init(Data([1, 2]))))
                #expect(answer.status == 200)
            }
        }
        #expect(result.connections == 1)
    }

    @Test func `a kept connection that died meanwhile costs nothing but a new one`() async throws {
        let bytes = Data((0..<200_000).map { UInt8(truncatingIfNeeded: $0) })
        let result = try await withRawServer { connection in
            let request = try await connection.request()
            try await connection.send(request.body.isEmpty || request.body == bytes ? ok : "HTTP/1.1 400 Bad\r\n\r\n")
        } _: { port in
            let transport = try transport(port)
            for _ in 0..<5 {
                let answer = try await transport.perform(Request(.patch, "x", body: .init(bytes)))
                #expect(answer.status == 200)
                try await Task.sleep(for: .milliseconds(50))
            }
        }
        #expect(result.connections == 5)
    }

    @Test func `several requests run at once`() async throws {
        try await withRawServer { connection in
            _ = try await connection.request()
            try await Task.sleep(for: .seconds(1))
            try await connection.send(ok)
        } _: { port in
            let transport = try transport(port)
            let start = ContinuousClock.now
            try await withThrowingTaskGroup { group in
                for _ in 0..<4 { group.addTask { _ = try await transport.perform(Request(.get, "x")) } }
                try await group.waitForAll()
            }
            #expect(ContinuousClock.now - start < .seconds(3))
        }
    }

    @Test func `a body is read in small bites as the link takes it`() async throws {
        let largest = Mutex(0)
        let length = 5 << 20
        try await withRawServer { connection in
            let request = try await connection.request()
            try await connection.send(
                request.body.count == length ? ok : "HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n")
        } _: { port in
            let body = Request.Body(length: length) { offset, count in
                largest.withLock { $0 = max($0, count) }
                return Data(repeating: UInt8(truncatingIfNeeded: offset), count: count)
            }
            let answer = try await transport(port).perform(Request(.patch, "x", body: body))
            #expect(answer.status == 200)
        }
        #expect(largest.withLock { $0 } <= 64 << 10)
    }

    @Test func `a limit of speed is kept to`() async throws {
        try await withRawServer { connection in
            _ = try await connection.request()
            try await connection.send(ok)
        } _: { port in
            let start = ContinuousClock.now
            _ = try await transport(port).perform(
                Request(.patch, "x", body: .init(Data(count: 150_000)), sendLimit: 100_000))
            let time = ContinuousClock.now - start
            #expect(time > .milliseconds(900) && time < .seconds(15), "\(time)")
        }
    }

    @Test func `an answer that is too long is cut off`() async throws {
        try await withRawServer { connection in
            _ = try await connection.request()
            try await connection.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
            let piece = Data(count: 1 << 20)
            for _ in 0..<100 { try await connection.send(piece) }
        } _: { port in
            await #expect(throws: TransportError.answerTooLong) {
                try await transport(port).perform(Request(.get, "x"))
            }
        }
    }

    @Test func `a silent link is given up`() async throws {
        try await withRawServer { connection in
            _ = try await connection.request()
            try await Task.sleep(for: .seconds(20))
        } _: { port in
            let start = ContinuousClock.now
            let error = await #expect(throws: TransportError.self) {
                try await transport(port, silence: 1).perform(Request(.get, "x"))
            }
            guard case .silent = error else { Issue.record("\(String(describing: error))"); return }
            #expect(ContinuousClock.now - start < .seconds(15))
        }
    }

    @Test func `a broken connection, a closed port and an unknown name are told apart`() async throws {
        let port = try await withRawServer { connection in
            _ = try await connection.request()
            try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        } _: { port in
            let error = await #expect(throws: TransportError.self) {
                try await transport(port).perform(Request(.get, "x"))
            }
            guard case .lost = error else { Issue.record("\(String(describing: error))"); return port }
            return port
        }.value
        let closed = await #expect(throws: TransportError.self) {
            try await transport(port).perform(Request(.get, "x"))
        }
        guard case .unreachable = closed else { Issue.record("\(String(describing: closed))"); return }
        let unknown = try CurlTransport(
            to: CollectorAddress("https://no-such-host.invalid"), settings: TransportSettings(version: "1"))
        let error = await #expect(throws: TransportError.self) { try await unknown.perform(Request(.get, "x")) }
        guard case .unresolved = error else { Issue.record("\(String(describing: error))"); return }
    }

    @Test func `cancelling the task ends the transfer at once`() async throws {
        try await withRawServer { connection in
            _ = try await connection.request()
            try await Task.sleep(for: .seconds(20))
        } _: { port in
            let transport = try transport(port)
            let start = ContinuousClock.now
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    _ = await #expect(throws: TransportError.cancelled) {
                        try await transport.perform(Request(.get, "x"))
                    }
                }
                try? await Task.sleep(for: .milliseconds(100))
                group.cancelAll()
            }
            #expect(ContinuousClock.now - start < .seconds(10))
            let isCancelledBefore = await withTaskGroup(of: Bool.self) { group in
                group.cancelAll()
                group.addTask {
                    do throws(TransportError) {
                        _ = try await transport.perform(Request(.get, "x"))
                        return false
                    } catch { return error == .cancelled }
                }
                return await group.next()!
            }
            #expect(isCancelledBefore)
        }
    }

    @Test func `a body that cannot be read is no fault of the link`() async throws {
        struct DiskFault: Error {}
        try await withRawServer { connection in
            _ = try await connection.request()
        } _: { port in
            let body = Request.Body(length: 100_000) { offset, count in
                guard offset < 50_000 else { throw DiskFault() }
                return Data(count: min(count, 50_000 - offset))
            }
            let error = await #expect(throws: TransportError.self) {
                try await transport(port).perform(Request(.patch, "x", body: body))
            }
            guard case .bodyUnreadable(let detail) = error else { Issue.record("\(String(describing: error))"); return }
            #expect(detail.contains("DiskFault"))
        }
    }

    @Test func `a field cannot smuggle in another`() async throws {
        try await withRawServer { connection in
            let request = try await connection.request()
            let isClean = !request.head.split(separator: "\r\n").contains { $0.hasPrefix("X-Evil") }
            try await connection.send(isClean ? ok : "HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n")
        } _: { port in
            let answer = try await transport(port).perform(
                Request(.get, "x", fields: [.init("X-Good", "1\r\nX-Evil: 2")]))
            #expect(answer.status == 200)
        }
    }
}
