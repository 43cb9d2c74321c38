import ContentStore
import Importing
import Scanning
import SystemPackage

/// The work of the process that reads files from outside, from its job to its last message.
enum ImportWorker {
    /// Makes pages of a file and says how it ended.
    static func run(_ job: ImportJob, _ channel: WorkerChannel) {
        OrphanGuard.arm()
        var observer = StationObserver(channel)
        var work = FileImport(job)
        let ending: ScanEnding
        do throws(ScanFault) {
            var sink = try StoreSink(store: job.store, previews: job.previews)
            ending = work.run(sink: &sink, observer: &observer)
        } catch {
            ending = .fault(error)
        }
        channel.send(.ended(ending, pagesSaved: work.pagesSaved))
    }

    /// Makes the small images of stored pages again. A page that gives none is left without.
    static func run(_ job: PreviewJob, _ channel: WorkerChannel) {
        OrphanGuard.arm()
        var observer = StationObserver(channel)
        var made = 0
        let ending: ScanEnding
        do throws(ScanFault) {
            let previews = PreviewStore(directory: FilePath(job.previews))
            previews.createDirectory()
            let store: ContentStore
            do { store = try ContentStore(directory: FilePath(job.store)) } catch { throw .storage("\(error)") }
            try PreviewImages.prepare(job)
            for page in job.pages {
                guard let small = try? PreviewImages.make(of: store.path(of: page).string, observer: &observer) else {
                    continue
                }
                previews.keep(small.thumbnail, .thumbnail, of: page)
                previews.keep(small.preview, .screen, of: page)
                previews.keep(small.ink.bytes, .ink, of: page)
                made += 1
            }
            ending = .fileDone
        } catch {
            ending = .fault(error)
        }
        channel.send(.ended(ending, pagesSaved: made))
    }
}
