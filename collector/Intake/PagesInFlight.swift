import ContentStore
import Dispatch
import Registry
import Synchronization

/// The pages of an upload that have come whole and are on their way to being durable, in no order among themselves.
///
/// Used by one thread, which may wait for the disk.
final class PagesInFlight: Sendable {
    /// Pages at a time, each with an open file.
    static let limit = 8

    private let threads: WaitingThreads
    private let group = DispatchGroup()
    private let places = DispatchSemaphore(value: limit)
    private let failure = Mutex<ContentStoreError?>(nil)

    init(on threads: WaitingThreads) { self.threads = threads }

    /// Makes `page` durable beside the caller, who waits where too many are under way.
    ///
    /// - Throws: why one before it is not durable; then nothing is done.
    func finish(_ page: CheckedBlob) throws(ContentStoreError) {
        places.wait()
        if let failure = takeFailure() {
            places.signal()
            throw failure
        }
        group.enter()
        threads.run { [self] in
            finishHere(page, keepingName: false)
            places.signal()
            group.leave()
        }
    }

    /// Makes the last page durable on the caller's thread, which has nothing else to do, and leaves its partial name.
    func finishLast(_ page: CheckedBlob) { finishHere(page, keepingName: true) }

    private func finishHere(_ page: CheckedBlob, keepingName: Bool) {
        do throws(ContentStoreError) { try page.finish(keepingName: keepingName) } catch {
            failure.withLock { $0 = $0 ?? error }
        }
    }

    /// Waits until none is under way.
    ///
    /// - Throws: why one of them is not durable; the others are.
    func wait() throws(ContentStoreError) {
        group.wait()
        if let failure = takeFailure() { throw failure }
    }

    private func takeFailure() -> ContentStoreError? { failure.withLock { $0.take() } }
}
