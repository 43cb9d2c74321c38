import Glibc
package import SystemPackage

/// A file on its way to a place outside of a store, too long to be held in memory. Dropped before `finish`, it leaves
/// nothing behind.
package struct DurableFileWriter: ~Copyable {
    /// Bytes appended so far.
    package private(set) var byteLength = 0

    private let path: FilePath
    private let temporary: FilePath
    private let file: Int32

    /// Begins a file that will be at `path`, in the place of one that is there.
    ///
    /// The file has `mode` before the first byte of a secret is in it.
    package init(to path: FilePath, mode: UInt16 = 0o644) throws(ContentStoreError) {
        self.path = path
        temporary = DurableFile.temporary(beside: path)
        file = unsafe open(temporary.string, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, mode_t(mode))
        guard file >= 0 else { throw .system(Errno(rawValue: errno), operation: "open", path: temporary) }
    }

    deinit {
        close(file)
        // Gone already after `finish`; otherwise this is what an abandoned write leaves.
        _ = unsafe unlink(temporary.string)
    }

    /// Appends `bytes`. After it has thrown the file is good for nothing any more.
    package mutating func append(_ bytes: [UInt8]) throws(ContentStoreError) {
        var written = 0
        while written < bytes.count {
            // The array outlives the call.
            let count = unsafe bytes.withUnsafeBytes {
                unsafe Glibc.write(file, $0.baseAddress! + written, bytes.count - written)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw .system(Errno(rawValue: errno), operation: "write", path: temporary)
            }
            written += count
        }
        byteLength += written
    }

    /// Puts the file in its place, whole, also across a power cut.
    ///
    /// `open(tmp, O_CREAT|O_EXCL, mode)`, `write(tmp)` … → `fsync(tmp)` → `rename(tmp, path)` → `fsync(directory)`.
    package consuming func finish() throws(ContentStoreError) {
        syncOrStop(file, path: temporary)
        try Directory.rename(temporary, to: path)
        try Directory.sync(path.removingLastComponent())
    }
}
