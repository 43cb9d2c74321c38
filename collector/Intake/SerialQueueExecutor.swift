import Dispatch

/// Runs an actor's jobs on a serial dispatch queue, whose thread may wait for the disk.
///
/// Serial queues that target no other have threads beside the cooperative pool, 255 for all of them: what an actor waits
/// for must not need another one.
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
