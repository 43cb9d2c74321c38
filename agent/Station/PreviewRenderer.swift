package import ContentStore
package import Dossiers
import Scanning
package import Spool
package import SystemPackage

/// Gives the small images of pages, and has those made again that are missing, by a worker in a sandbox.
///
/// Pages that are asked for while the worker is busy go to the next one together.
package actor PreviewRenderer {
    private let store: ContentStore
    private let previews: PreviewStore
    private let worker: WorkerProcess
    /// Pages to be rendered, those in work among them.
    private var wanted: Set<ContentDigest> = []
    private var isAtWork = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// - Parameters:
    ///   - worker: the program that has the command `import-worker`; this very one unless told otherwise.
    package init(spool: Spool, worker: FilePath = "/proc/self/exe") {
        store = spool.pages
        previews = spool.previews
        self.worker = WorkerProcess(
            executable: worker, command: "import-worker", environment: [:], patience: .seconds(30))
    }

    /// The JPEG file of a page in this size; nil when the page is not here, or gives none.
    package func image(_ size: PreviewStore.Size, of page: ContentDigest) async -> [UInt8]? {
        if let bytes = previews.read(size, of: page) { return bytes }
        guard store.contains(page) else { return nil }
        await render(page)
        return previews.read(size, of: page)
    }

    private func render(_ page: ContentDigest) async {
        wanted.insert(page)
        while wanted.contains(page) {
            if isAtWork {
                await withCheckedContinuation { waiting.append($0) }
                continue
            }
            isAtWork = true
            let batch = wanted
            let job = PreviewJob(
                pages: Array(batch), store: store.directory.string, previews: previews.directory.string)
            // One that fails leaves pages without small images, which is what the caller sees then.
            _ = try? await worker.run(.renderPreviews(job))
            // Whoever gave up waiting ended the worker, too: the others begin another.
            wanted.subtract(Task.isCancelled ? [page] : batch)
            isAtWork = false
            let others = waiting
            waiting = []
            for other in others { other.resume() }
        }
    }
}
