import Exchange
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// Server-sent events (HTML Living Standard, 9.2): what has changed, for every open page.
struct EventRoutes: Sendable {
    let desk: StationDesk
    let sessions: Sessions
    let now: @Sendable () -> Date

    private struct Hello: Encodable { var version: String }
    private struct Change: Encodable { var topics: [String] }

    func add(to router: Router<WebContext>) {
        router.get("api/events") { _, context in
            _ = try context.officer
            let (desk, sessions, now) = (desk, sessions, now)
            let token = context.visitor?.token
            return Response(
                status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
                body: ResponseBody { writer in
                    let subscription = desk.board.subscribe()
                    try await writer.write(Self.event("hello", Hello(version: desk.settings.version)))
                    for await _ in subscription.signals.cancelOnGracefulShutdown() {
                        // A screen that was locked meanwhile hears nothing more.
                        let session = await sessions.session(token, isActivity: false, now: now())
                        guard let session, !session.isLocked else { break }
                        try await writer.write(
                            subscription.take().map(Self.events) ?? ByteBuffer(string: Self.comment))
                        // Several changes at once are one message to each page.
                        try await Task.sleep(for: .milliseconds(50))
                    }
                    try await writer.finish(nil)
                })
        }
    }

    private static let comment = ": \n\n"

    private static func events(_ notice: BulletinBoard.Notice) -> ByteBuffer {
        var buffer = ByteBuffer()
        if let scan = notice.scan { buffer.writeImmutableBuffer(event("scan", scan)) }
        if let link = notice.link { buffer.writeImmutableBuffer(event("link", link)) }
        if !notice.topics.isEmpty {
            buffer.writeImmutableBuffer(event("change", Change(topics: notice.topics.map(\.name).sorted())))
        }
        return buffer
    }

    private static func event(_ name: String, _ value: some Encodable) -> ByteBuffer {
        // Plain values always encode; JSON in one line has no line ends inside.
        let json = String(decoding: try! Wire.encode(value), as: UTF8.self)
        return ByteBuffer(string: "event: \(name)\ndata: \(json)\n\n")
    }
}
