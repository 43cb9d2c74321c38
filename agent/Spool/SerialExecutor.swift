import Dispatch

/// A thread of its own for blocking calls, so that they never hold a thread of Swift's pool.
package final class QueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    /// - Parameter label: for debuggers.
    package init(label: String) { queue = DispatchQueue(label: label) }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = unsafe asUnownedSerialExecutor()
        // The actor that owns this executor is kept alive by its own pending jobs.
        queue.async { unsafe job.runSynchronously(on: executor) }
    }
}
