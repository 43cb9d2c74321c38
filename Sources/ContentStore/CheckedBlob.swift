import Glibc
import SystemPackage

/// A partial file that has all the bytes announced. What is missing is that they are durable under their digest.
package final class CheckedBlob: Sendable {
    private let blob: Blob
    private let store: ContentStore
    private let path: FilePath
    private let file: OpenFile

    init(_ blob: Blob, in store: ContentStore, at path: FilePath, _ file: OpenFile) {
        self.blob = blob
        self.store = store
        self.path = path
        self.file = file
    }

    /// Makes the content durable under its digest. To be called once, on any thread that may wait for the disk.
    ///
    /// The sequence of system calls, in order:
    /// 1. `open(ab/partial.name, O_CREAT)`, `write` … — when it was opened and appended to; to make it anew
    ///    `open(O_CREAT|O_EXCL)`, after `unlink(ab/partial.name)` where there was one
    /// 2. length and SHA-256 are compared with what was announced — `PartialBlob.check`
    /// 3. `fchmod(0400)`: read-only before it can be seen
    /// 4. `fsync(ab/partial.name)`
    /// 5. `rename(ab/partial.name, ab/abcdef…)`, over an identical file if there is one; to keep the partial name
    ///    `link(ab/partial.name, ab/abcdef…)` instead, and where there is an identical file
    ///    `link(ab/partial.name, ab/tmp…)`, `rename(ab/tmp…, ab/abcdef…)`
    /// 6. `fsync(ab)`
    ///
    /// The rename is one step of the file system's journal; should the old name come back after a power cut all the
    /// same, it names whole and right bytes.
    ///
    /// - Parameter keepingName: leaves the partial name as a second name of the content: a mark that all of it was there,
    ///   to be removed with `removePartial`.
    package func finish(keepingName: Bool = false) throws(ContentStoreError) {
        guard fchmod(file.descriptor, 0o400) == 0 else {
            throw .system(Errno(rawValue: errno), operation: "fchmod", path: path)
        }
        syncOrStop(file.descriptor, path: path)
        let place = store.path(of: blob.digest)
        if keepingName { try link(to: place) } else { try Directory.rename(path, to: place) }
        try Directory.sync(store.folder(of: blob.digest))
    }

    private func link(to place: FilePath) throws(ContentStoreError) {
        if try Directory.link(path, to: place) { return }
        let second = store.temporaryPath(of: blob.digest)
        _ = try Directory.link(path, to: second)
        try Directory.rename(second, to: place)
        // Where both were names of one file already, a rename leaves both.
        _ = try Directory.unlink(second)
    }
}
