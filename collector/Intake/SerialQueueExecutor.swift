import Dispatch

/// Runs an actor's jobs on a serial dispatch queue, whose thread may wait for the disk.
///
/// Serial queues that target no other have a thread of their own while they have work, beside the cooperative pool.
final class SerialQueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    init(label: String) { queue = DispatchQueue(label: label) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // The runtime keeps this executor alive while the actor that names it has jobs; the actor holds it, too.
        queue.async { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}
