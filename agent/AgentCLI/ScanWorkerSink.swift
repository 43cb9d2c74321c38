import ContentStore
import Dossiers
import Glibc
import Scanning
import SystemPackage

/// Stores pages in the spool's content store, and their small images beside it.
struct StoreSink: PageSink, ~Copyable {
    private let store: ContentStore
    private let previews: FilePath
    private var writer: BlobWriter?

    init(_ job: ScanJob) throws(ScanFault) {
        let store: ContentStore
        do { store = try ContentStore(directory: FilePath(job.store)) } catch { throw .storage("\(error)") }
        self.store = store
        previews = FilePath(job.previews)
        // It may be there already; when it cannot be made, pages go without small images.
        _ = unsafe mkdir(job.previews, 0o700)
        writer = nil
    }

    mutating func begin() throws(ScanFault) {
        do { writer = try store.makeWriter() } catch { throw .storage("\(error)") }
    }

    mutating func append(_ bytes: RawSpan) throws(ScanFault) {
        do { try writer!.append(bytes) } catch { throw .storage("\(error)") }
    }

    mutating func finish(_ small: PagePreviews) throws(ScanFault) -> (digest: ContentDigest, byteLength: Int) {
        let blob: Blob
        let finished = writer.take()!
        do { blob = try finished.finish() } catch { throw .storage("\(error)") }
        // Made anew from the page whenever they are missing, so a failure to keep them is no failure of the scan.
        write(small.thumbnail, to: "\(blob.digest.rawValue).thumb.jpg")
        write(small.preview, to: "\(blob.digest.rawValue).preview.jpg")
        return (blob.digest, blob.byteLength)
    }

    mutating func discard() { writer = nil }

    private func write(_ bytes: [UInt8], to name: String) {
        let temporary = previews.appending("tmp.\(getpid()).\(name)")
        do {
            let file = try FileDescriptor.open(
                temporary, .writeOnly, options: [.create, .truncate, .closeOnExec], permissions: [.ownerReadWrite])
            try file.closeAfter { _ = try file.writeAll(bytes) }
            guard unsafe rename(temporary.string, previews.appending(name).string) == 0 else {
                throw Errno(rawValue: errno)
            }
        } catch {
            _ = unsafe unlink(temporary.string)
        }
    }
}
