import Synchronization

/// Tells everybody who watches the station that something has changed.
///
/// A watcher that is slow gets what it missed as one notice: topics are gathered, and of the scan and the link only the
/// last state counts.
package final class BulletinBoard: Sendable {
    /// What a watcher has to look at again.
    package struct Notice: Sendable, Hashable {
        package var topics: Set<Topic> = []
        package var scan: ScanState?
        package var link: LinkState?

        var isEmpty: Bool { topics.isEmpty && scan == nil && link == nil }
    }

    /// Something that can change.
    package enum Topic: Sendable, Hashable {
        case desk, queue, inbox, session, draft
        /// The dossier of this code.
        case dossier(String)
        /// Any dossier.
        case dossiers

        /// As the page knows it.
        package var name: String {
            switch self {
            case .desk: "desk"
            case .queue: "queue"
            case .inbox: "inbox"
            case .session: "session"
            case .draft: "draft"
            case .dossier(let code): "dossier:\(code)"
            case .dossiers: "dossier:*"
            }
        }
    }

    private struct Watcher {
        var notice = Notice()
        let signal: AsyncStream<Void>.Continuation
    }

    private struct State {
        var watchers: [Int: Watcher] = [:]
        var lastTicket = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// Whether anybody watches.
    package var isWatched: Bool { state.withLock { !$0.watchers.isEmpty } }

    package func post(_ topics: Topic...) { post { $0.topics.formUnion(topics) } }

    package func post(scan: ScanState) { post { $0.scan = scan } }

    package func post(link: LinkState) { post { $0.link = link } }

    /// A subscription that ends when it is let go.
    package func subscribe() -> Subscription {
        let (signals, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let ticket = state.withLock { state in
            state.lastTicket += 1
            state.watchers[state.lastTicket] = Watcher(signal: continuation)
            return state.lastTicket
        }
        return Subscription(board: self, ticket: ticket, signals: signals)
    }

    /// Signals every watcher, also those for whom there is nothing: a connection that nobody reads from any more shows
    /// when something is written to it.
    func beat() { post { _ in } }

    private func post(_ change: (inout Notice) -> Void) {
        state.withLock { state in
            for ticket in state.watchers.keys {
                change(&state.watchers[ticket]!.notice)
                state.watchers[ticket]!.signal.yield()
            }
        }
    }

    fileprivate func take(_ ticket: Int) -> Notice {
        state.withLock { state in
            defer { state.watchers[ticket]?.notice = Notice() }
            return state.watchers[ticket]?.notice ?? Notice()
        }
    }

    fileprivate func end(_ ticket: Int) { state.withLock { _ = $0.watchers.removeValue(forKey: ticket) } }

    /// A watcher's view of the board.
    package final class Subscription: Sendable {
        private let board: BulletinBoard
        private let ticket: Int
        /// Yields when there may be something to take.
        package let signals: AsyncStream<Void>

        fileprivate init(board: BulletinBoard, ticket: Int, signals: AsyncStream<Void>) {
            self.board = board
            self.ticket = ticket
            self.signals = signals
        }

        deinit { board.end(ticket) }

        /// What came since the last time; nil when nothing did.
        package func take() -> Notice? {
            let notice = board.take(ticket)
            return notice.isEmpty ? nil : notice
        }
    }
}
