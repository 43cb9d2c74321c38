package import ContentStore
import Dossiers
package import Exchange
package import Foundation
package import Logging
package import Registry
import Synchronization

/// Takes in what stations send: enrols them, checks their manifests, stores pages, and answers with signed receipts.
///
/// Knows no HTTP. Its functions throw an `IntakeError` whose code and sentence the caller puts into its answer. Work
/// that waits for a disk runs on threads of its own, never on the cooperative pool.
package final class Intake: Sendable {
    /// The collector's identity: the audience of the stations' bearer tokens.
    package let identity: String

    /// Signs receipts, and the reports that are frozen.
    package var key: SigningKey { desk.key }

    /// The pages, for those who export them.
    package var store: ContentStore { desk.store }

    let desk: Desk
    let sessions = Mutex<[String: UploadSession]>([:])
    let tokens = VerifiedTokens()

    /// - Parameters:
    ///   - key: signs the receipts.
    ///   - pageThreads: make pages of all uploads durable; as many as a disk likes to have to do at a time.
    ///   - now: the clock.
    package init(
        registry: Registry, store: ContentStore, key: SigningKey, identity: String,
        settings: IntakeSettings = IntakeSettings(), logger: Logger,
        pageThreads: WaitingThreads = WaitingThreads(label: "sohoa.pages", limit: 16),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.identity = identity
        desk = Desk(
            registry: registry, store: store, key: key, settings: settings, logger: logger, pageThreads: pageThreads,
            now: now)
    }

    /// To be called before the first request, when nothing else writes: removes the second name of a last page that a former
    /// run left as it ended between the receipt and that. Uploads go on where they were.
    package func start() async throws(IntakeError) {
        let store = desk.store
        try await desk.perform { registry throws(RegistryError) in
            // Those of the last days. Millions of stored contents are not looked at: the stations wait for this.
            for upload in try registry.uploads() where upload.isComplete {
                do throws(ContentStoreError) { try UploadSession.removeMark(of: upload, in: store) } catch {
                    throw RegistryError.failed(reason: "the store: \(error)")
                }
            }
        }
        try await maintain()
    }

    /// To be called now and then: ends uploads whose time is over, and closes files that nobody uses.
    package func maintain() async throws(IntakeError) {
        let now = desk.now()
        for upload in try await desk.perform({ registry throws(RegistryError) in
            try registry.expiredUploads(at: now)
        }) {
            try await drop(upload.id)
        }
        for session in sessions.withLock({ Array($0.values) }) {
            await session.rest(ifUnusedSince: now.addingTimeInterval(-desk.settings.idleTime))
            if await session.isOver {
                sessions.withLock { if $0[session.id] === session { $0[session.id] = nil } }
            }
        }
    }

    /// Ends the upload `id`; pages of it that are whole are kept.
    func drop(_ id: String) async throws(IntakeError) {
        try await withSession(id) { [desk] session throws(IntakeError) in
            try await session.retire { upload, pages throws(IntakeError) in
                try desk.registry { registry throws(RegistryError) in
                    try registry.dropUpload(upload.id, keeping: pages, at: desk.now())
                }
            }
        }
    }

    /// The one session of the upload `id`, whether there is such an upload or not.
    func session(_ id: String) -> UploadSession {
        sessions.withLock { sessions in
            if let session = sessions[id] { return session }
            let session = UploadSession(id: id, desk: desk)
            sessions[id] = session
            return session
        }
    }

    /// Runs `body` with the session of the upload `id`, which is let go as soon as it is over.
    func withSession<Value: Sendable>(
        _ id: String, _ body: (UploadSession) async throws(IntakeError) -> Value
    ) async throws(IntakeError) -> Value {
        try await with(session(id), body)
    }

    /// Runs `body` on a session that is held already, and forgets the session when it has come to its end.
    func with<Value: Sendable>(
        _ session: UploadSession, _ body: (UploadSession) async throws(IntakeError) -> Value
    ) async throws(IntakeError) -> Value {
        let outcome: Result<Value, IntakeError>
        do throws(IntakeError) { outcome = .success(try await body(session)) } catch { outcome = .failure(error) }
        // What it knows is in the index now: another session would find the same.
        if await session.isOver {
            sessions.withLock { if $0[session.id] === session { $0[session.id] = nil } }
        }
        return try outcome.get()
    }
}
