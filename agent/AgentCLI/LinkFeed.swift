import ServiceLifecycle
import Station

/// Tells the desk how the link is doing.
struct LinkFeed: Service {
    let links: AsyncStream<LinkState>
    let desk: StationDesk

    func run() async throws {
        for await link in links.cancelOnGracefulShutdown() { await desk.note(link: link) }
    }
}
