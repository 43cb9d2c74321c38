import Crypto
package import Dossiers
import Glibc
package import SystemPackage

/// A file on its way into the store under a name of its own, so that it goes on where it was after a restart.
///
/// Dropped before `finish`, it leaves its bytes behind: the same name opens them again. They lie beside the place of the
/// content, so that new files spread over the disk as contents do and no folder is everybody's, and outside what
/// `sweepTemporaries` removes.
package struct PartialBlob: ~Copyable {
    /// Bytes there so far, with those of before a restart.
    package private(set) var byteLength: Int

    private let store: ContentStore
    private let digest: ContentDigest
    private let expectedLength: Int
    private let path: FilePath
    private let file: Int32
    private var hash: SHA256
    private var isSynced: Bool

    fileprivate init(store: ContentStore, name: String, digest: ContentDigest, byteLength: Int)
        throws(ContentStoreError)
    {
        let path = store.partialPath(name, of: digest)
        let file = try Self.open(path)
        let (hash, length): (SHA256, Int)
        do throws(ContentStoreError) {
            (hash, length) = try Self.read(file, path: path)
            guard length <= byteLength else {
                throw .wrongLength(digest: digest, expected: byteLength, actual: length)
            }
        } catch {
            close(file)
            throw error
        }
        self.hash = hash
        self.byteLength = length
        // Who wrote the bytes may have been cut off before they were durable.
        isSynced = length == 0
        self.store = store
        self.digest = digest
        self.expectedLength = byteLength
        self.path = path
        self.file = file
    }

    deinit { close(file) }

    private static func open(_ path: FilePath) throws(ContentStoreError) -> Int32 {
        var file = unsafe Glibc.open(path.string, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        if file < 0, errno == EACCES, unsafe chmod(path.string, 0o600) == 0 {
            // A crash between `fchmod` and `rename` of `finish` left it read-only.
            file = unsafe Glibc.open(path.string, O_RDWR | O_CLOEXEC)
        }
        guard file >= 0 else { throw .system(Errno(rawValue: errno), operation: "open", path: path) }
        return file
    }

    /// Reads what is there; the file is left at its end.
    private static func read(_ file: Int32, path: FilePath) throws(ContentStoreError) -> (SHA256, Int) {
        var hash = SHA256()
        var length = 0
        var chunk: [UInt8] = []
        while true {
            if chunk.isEmpty {
                // Most are new: the buffer is made only for one that has bytes.
                var status = stat()
                guard unsafe fstat(file, &status) == 0 else {
                    throw .system(Errno(rawValue: errno), operation: "fstat", path: path)
                }
                if status.st_size == 0 { return (hash, 0) }
                chunk = [UInt8](repeating: 0, count: 1 << 18)
            }
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe Glibc.read(file, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw .system(Errno(rawValue: errno), operation: "read", path: path)
            }
            if count == 0 { return (hash, length) }
            hash.update(data: chunk[..<count])
            length += count
        }
    }

    /// Appends `bytes`. After an error the file holds an unknown part of them: drop this value and open it again.
    ///
    /// - Throws: `wrongLength` before anything is written when there would be more than announced; `system` for
    ///   instance when the disk is full.
    package mutating func append(_ bytes: RawSpan) throws(ContentStoreError) {
        guard byteLength + bytes.byteCount <= expectedLength else {
            throw .wrongLength(digest: digest, expected: expectedLength, actual: byteLength + bytes.byteCount)
        }
        isSynced = false
        // The buffer lives as long as the span it is taken from.
        let failure: Errno? = unsafe bytes.withUnsafeBytes { buffer in
            unsafe hash.update(bufferPointer: buffer)
            var rest = unsafe buffer
            while unsafe !rest.isEmpty {
                let written = unsafe write(file, rest.baseAddress, rest.count)
                if written < 0 {
                    if errno == EINTR { continue }
                    return Errno(rawValue: errno)
                }
                unsafe rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
            return nil
        }
        if let failure { throw .system(failure, operation: "write", path: path) }
        byteLength += bytes.byteCount
    }

    /// Makes the bytes durable, so that they may be acknowledged. The name is durable after `syncNames`.
    package mutating func sync() {
        guard !isSynced else { return }
        syncOrStop(file, path: path)
        isSynced = true
    }

    /// Makes the content durable under its digest.
    ///
    /// The sequence of system calls, in order:
    /// 1. `open(ab/partial.name, O_CREAT)`, `write` … — when it was opened and appended to
    /// 2. length and SHA-256 are compared with what was announced
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
    /// - Throws: `wrongLength` or `mismatch` when the bytes are not those announced: the file is then to be removed
    ///   with `removePartial`. `conflict` when the digest names a file of another length.
    package consuming func finish(keepingName: Bool = false) throws(ContentStoreError) -> Blob {
        guard byteLength == expectedLength else {
            throw .wrongLength(digest: digest, expected: expectedLength, actual: byteLength)
        }
        let actual = ContentDigest(bytes: hash.finalize())
        guard actual == digest else { throw .mismatch(expected: digest, actual: actual) }
        if let stored = store.byteLength(of: digest), stored != byteLength { throw .conflict(digest) }
        guard fchmod(file, 0o400) == 0 else {
            throw .system(Errno(rawValue: errno), operation: "fchmod", path: path)
        }
        syncOrStop(file, path: path)
        let place = store.path(of: digest)
        if keepingName { try link(to: place) } else { try Directory.rename(path, to: place) }
        try Directory.sync(store.folder(of: digest))
        return Blob(digest: digest, byteLength: byteLength)
    }

    private func link(to place: FilePath) throws(ContentStoreError) {
        if try Directory.link(path, to: place) { return }
        let second = store.temporaryPath(of: digest)
        _ = try Directory.link(path, to: second)
        try Directory.rename(second, to: place)
        // Where both were names of one file already, a rename leaves both.
        _ = try Directory.unlink(second)
    }
}

extension ContentStore {
    static let partialPrefix = "partial."

    /// Where the partial file `name` of the content `digest` is, or would be.
    package func partialPath(_ name: String, of digest: ContentDigest) -> FilePath {
        folder(of: digest).appending(Self.partialPrefix + name)
    }

    /// Opens the partial file `name` for the content that `digest` names, with the bytes it has already.
    ///
    /// - Parameter name: a file name, without slashes.
    /// - Throws: `wrongLength` when it holds more bytes than announced.
    package func openPartial(_ name: String, expecting digest: ContentDigest, byteLength: Int)
        throws(ContentStoreError) -> PartialBlob
    {
        try PartialBlob(store: self, name: name, digest: digest, byteLength: byteLength)
    }

    /// Whether the content `digest` has a partial file `name`.
    package func hasPartial(_ name: String, of digest: ContentDigest) -> Bool {
        (try? Metadata(of: partialPath(name, of: digest))) != nil
    }

    /// Removes a partial file; one that is not there is no error.
    package func removePartial(_ name: String, of digest: ContentDigest) throws(ContentStoreError) {
        _ = try Directory.unlink(partialPath(name, of: digest))
    }

    /// Makes the names of stored contents, and of their partial files, durable. Who put them there may have been cut off
    /// before.
    package func syncNames(of digests: some Sequence<ContentDigest>) throws(ContentStoreError) {
        for folder in Set(digests.map(folder(of:))) { try Directory.sync(folder) }
    }
}
