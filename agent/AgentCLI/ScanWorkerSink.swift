import ContentStore
import Dossiers
import Scanning
import SystemPackage

/// Stores pages in the spool's content store, and their small images beside it.
struct StoreSink: PageSink, ~Copyable {
    private let store: ContentStore
    private let previews: PreviewStore
    private var writer: BlobWriter?

    /// Makes the directories that are not there yet.
    init(store directory: String, previews: String) throws(ScanFault) {
        let store: ContentStore
        do { store = try ContentStore(directory: FilePath(directory)) } catch { throw .storage("\(error)") }
        self.store = store
        self.previews = PreviewStore(directory: FilePath(previews))
        self.previews.createDirectory()
        writer = nil
    }

    mutating func begin() throws(ScanFault) {
        do { writer = try store.makeWriter() } catch { throw .storage("\(error)") }
    }

    mutating func append(_ bytes: RawSpan) throws(ScanFault) {
        do { try writer!.append(bytes) } catch { throw .storage("\(error)") }
    }

    mutating func overwrite(_ bytes: [UInt8], at offset: Int) throws(ScanFault) {
        do { try writer!.overwrite(bytes, at: offset) } catch { throw .storage("\(error)") }
    }

    mutating func finish(_ small: PagePreviews) throws(ScanFault) -> (digest: ContentDigest, byteLength: Int) {
        let blob: Blob
        let finished = writer.take()!
        do { blob = try finished.finish() } catch { throw .storage("\(error)") }
        // Made anew from the page whenever they are missing, so a failure to keep them is no failure of the scan.
        previews.keep(small.thumbnail, .thumbnail, of: blob.digest)
        previews.keep(small.preview, .screen, of: blob.digest)
        previews.keep(small.ink.bytes, .ink, of: blob.digest)
        return (blob.digest, blob.byteLength)
    }

    mutating func discard() { writer = nil }
}
