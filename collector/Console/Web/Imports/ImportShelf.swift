import Dossiers
import Exchange
import FoundationEssentials
import Synchronization

/// Files between their preview and the word to import them.
///
/// In memory: what is imported is byte by byte what was looked at, nothing is left on a disk when nobody says the word,
/// and a server that starts again has lost nothing but the preview. Each is open to the session that brought it.
final class ImportShelf: Sendable {
    /// The most files and bytes that are held, and seconds for which they are.
    private static let (mostFiles, mostBytes, lifetime) = (32, 32 << 20, 30 * 60.0)

    /// What is held under a token.
    enum Held: Sendable {
        case order(ImportOrder)
        /// It was imported; where that is told.
        case done(path: String)

        var size: Int {
            switch self {
            case .order(let order): order.size
            case .done: 0
            }
        }
    }

    private struct Place {
        let token: String
        let session: ContentDigest
        let since: Date
        var held: Held
    }

    private let places = Mutex<[Place]>([])

    /// Holds `order`; where there is no room, what came first is let go.
    ///
    /// - Returns: the token.
    func put(_ order: ImportOrder, of session: ContentDigest, at now: Date) -> String {
        let token = SessionToken.random()
        places.withLock { places in
            places.append(Place(token: token, session: session, since: now, held: .order(order)))
            while places.count > Self.mostFiles || places.reduce(0, { $0 + $1.held.size }) > Self.mostBytes,
                places.count > 1
            {
                places.removeFirst()
            }
        }
        return token
    }

    /// What the session brought under the token; nil when its time is over or there was no room for it any more.
    func take(_ token: String, of session: ContentDigest, at now: Date) -> Held? {
        places.withLock { places in
            places.removeAll { abs(now.timeIntervalSince($0.since)) > Self.lifetime }
            return places.first { $0.token == token && $0.session == session }?.held
        }
    }

    /// Notes that it was imported, so that a second click leads to the same place.
    func finish(_ token: String, path: String) {
        places.withLock { places in
            if let index = places.firstIndex(where: { $0.token == token }) { places[index].held = .done(path: path) }
        }
    }

    /// Lets go of it.
    func drop(_ token: String, of session: ContentDigest) {
        places.withLock { $0.removeAll { $0.token == token && $0.session == session } }
    }
}
