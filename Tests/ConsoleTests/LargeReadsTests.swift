import Hummingbird
import HummingbirdCore
import HummingbirdTesting
import NIOCore
import Synchronization
import Testing

@testable import Console

@Suite(.timeLimit(.minutes(1)))
struct LargeReadsTests {
    @Test("A body that comes fast is read in pieces larger than the server's own, and none larger than allowed")
    func growing() async throws {
        let sizes = Mutex<[Int]>([])
        let router = Router()
        router.put("pages") { request, _ in
            for try await chunk in request.body { sizes.withLock { $0.append(chunk.readableBytes) } }
            return HTTPResponse.Status.noContent
        }
        let application = Application(
            router: router,
            server: HTTPServerBuilder { LargeReads(HTTP1Channel(responder: $0)) },
            configuration: .init(address: .hostname("127.0.0.1", port: 0)))
        let body = ByteBuffer(repeating: 7, count: 32 << 20)
        try await application.test(.live) { client in
            _ = try await client.execute(uri: "/pages", method: .put, body: body)
        }
        let read = sizes.withLock { $0 }
        #expect(read.reduce(0, +) == body.readableBytes)
        #expect(try #require(read.max()) > 64 << 10)
        #expect(try #require(read.max()) <= LargeReads<HTTP1Channel>.largest)
    }
}
