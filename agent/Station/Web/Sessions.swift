import Dossiers
import Exchange
import FoundationEssentials
import Spool
import Synchronization

/// Who has signed in at this PC, and whose screen is locked.
///
/// A session is known by a random token, of which only the digest is kept, on the disk too: after a restart of the agent
/// the officer goes on. A session in which nobody did anything for `lockAfter` is locked and wants the PIN again.
final class Sessions: Sendable {
    /// How long a session lasts at most: a working day.
    static let lifetime: Double = 12 * 3600
    /// The most sessions at a time; the oldest gives way.
    static let limit = 50

    struct Session: Codable, Hashable {
        var officer: Int
        /// What requests that change something must carry, beside the cookie.
        var csrf: String
        var signedInAt: Date
        var lastUse: Date
        var isLocked: Bool
    }

    private let sessions: Mutex<[String: Session]>
    private let lockAfter: Double
    private let keep: @Sendable (Data) async -> Void
    /// The latest state is kept last.
    private let turnstile = Turnstile()

    /// - Parameters:
    ///   - lockAfter: seconds.
    ///   - kept: what `keep` was given last.
    ///   - keep: keeps the sessions for the next start.
    init(lockAfter: Double, kept: Data?, keep: @escaping @Sendable (Data) async -> Void) {
        sessions = Mutex(kept.flatMap { try? Wire.decode([String: Session].self, from: $0) } ?? [:])
        self.lockAfter = lockAfter
        self.keep = keep
    }

    /// Begins a session.
    ///
    /// - Returns: the token for the cookie.
    func begin(_ officer: Int, now: Date) async -> (token: String, session: Session) {
        let token = Self.randomToken()
        let session = Session(
            officer: officer, csrf: Self.randomToken(), signedInAt: now, lastUse: now, isLocked: false)
        sessions.withLock { sessions in
            sessions = sessions.filter { now.timeIntervalSince($0.value.signedInAt) < Self.lifetime }
            while sessions.count >= Self.limit, let oldest = sessions.min(by: { $0.value.lastUse < $1.value.lastUse }) {
                sessions.removeValue(forKey: oldest.key)
            }
            sessions[Self.digest(token)] = session
        }
        await store()
        return (token, session)
    }

    /// The session of a cookie; nil when there is none, or it is over.
    ///
    /// - Parameter isActivity: the request shows that somebody is there.
    func session(_ token: String?, isActivity: Bool, now: Date) async -> Session? {
        guard let token else { return nil }
        let (session, hasChanged): (Session?, Bool) = sessions.withLock { sessions in
            let key = Self.digest(token)
            guard var session = sessions[key] else { return (nil, false) }
            guard now.timeIntervalSince(session.signedInAt) < Self.lifetime else {
                sessions.removeValue(forKey: key)
                return (nil, true)
            }
            let wasLocked = session.isLocked
            // A clock that was set back must not keep a screen open.
            if abs(now.timeIntervalSince(session.lastUse)) >= lockAfter { session.isLocked = true }
            if isActivity, !session.isLocked { session.lastUse = now }
            sessions[key] = session
            return (session, session.isLocked != wasLocked)
        }
        if hasChanged { await store() }
        return session
    }

    /// Locks a session's screen.
    func lock(_ token: String) async {
        sessions.withLock { $0[Self.digest(token)]?.isLocked = true }
        await store()
    }

    /// Opens a locked screen again, for the officer who locked it.
    func unlock(_ token: String, now: Date) async -> Session? {
        let session: Session? = sessions.withLock { sessions in
            let key = Self.digest(token)
            sessions[key]?.isLocked = false
            sessions[key]?.lastUse = now
            return sessions[key]
        }
        await store()
        return session
    }

    /// Ends a session.
    func end(_ token: String) async {
        sessions.withLock { _ = $0.removeValue(forKey: Self.digest(token)) }
        await store()
    }

    /// Ends every session of an officer.
    func endAll(of officer: Int) async {
        sessions.withLock { sessions in sessions = sessions.filter { $0.value.officer != officer } }
        await store()
    }

    private func store() async {
        await turnstile.pass {
            // Plain values always encode.
            await self.keep(try! Wire.encode(self.sessions.withLock { $0 }))
        }
    }

    /// 256 random bits.
    private static func randomToken() -> String {
        var generator = SystemRandomNumberGenerator()
        return Base64URL.encode(Data((0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }))
    }

    private static func digest(_ token: String) -> String { ContentDigest(sha256Of: Data(token.utf8)).rawValue }
}
