import Crypto
package import Dossiers
import Glibc
package import SystemPackage

/// A file on its way into the store under a name of its own, so that it goes on where it was after a restart.
///
/// Dropped before `CheckedBlob.finish`, it leaves its bytes behind: the same name opens them again. They lie beside the
/// place of the content, so that new files spread over the disk as contents do and no folder is everybody's, and outside
/// what `sweepTemporaries` removes.
package struct PartialBlob: ~Copyable {
    /// Bytes there so far, with those of before a restart.
    package private(set) var byteLength: Int

    private let store: ContentStore
    private let digest: ContentDigest
    private let expectedLength: Int
    private let path: FilePath
    private let file: OpenFile
    private var hash: SHA256
    private var isSynced: Bool

    fileprivate init(_ name: String, of digest: ContentDigest, expectedLength: Int, store: ContentStore, isNew: Bool)
        throws(ContentStoreError)
    {
        let path = store.partialPath(name, of: digest)
        let file = try isNew ? Self.create(path) : Self.open(path)
        let (hash, length) = isNew ? (SHA256(), 0) : try Self.read(file.descriptor, path: path)
        guard length <= expectedLength else {
            throw .wrongLength(digest: digest, expected: expectedLength, actual: length)
        }
        self.file = file
        self.hash = hash
        byteLength = length
        // Who wrote the bytes may have been cut off before they were durable.
        isSynced = length == 0
        self.store = store
        self.digest = digest
        self.expectedLength = expectedLength
        self.path = path
    }

    private static func open(_ path: FilePath) throws(ContentStoreError) -> OpenFile {
        do { return try OpenFile(path, O_CREAT | O_RDWR, mode: 0o600) } catch {
            // A crash between `fchmod` and `rename` of `CheckedBlob.finish` left it read-only.
            guard case .system(.permissionDenied, _, _) = error, unsafe chmod(path.string, 0o600) == 0 else {
                throw error
            }
            return try OpenFile(path, O_RDWR)
        }
    }

    /// Makes an empty file. One of that name loses the name and not its bytes: they may be a stored content's.
    private static func create(_ path: FilePath) throws(ContentStoreError) -> OpenFile {
        let flags = O_CREAT | O_EXCL | O_RDWR
        do { return try OpenFile(path, flags, mode: 0o600) } catch {
            guard case .system(.fileExists, _, _) = error else { throw error }
            _ = try Directory.unlink(path)
            return try OpenFile(path, flags, mode: 0o600)
        }
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
                let written = unsafe write(file.descriptor, rest.baseAddress, rest.count)
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
        syncOrStop(file.descriptor, path: path)
        isSynced = true
    }

    /// Compares length and SHA-256 with what was announced.
    ///
    /// - Throws: `wrongLength` or `mismatch` when the bytes are not those announced: the file is then to be removed
    ///   with `removePartial`. `conflict` when the digest names a file of another length.
    package consuming func check() throws(ContentStoreError) -> CheckedBlob {
        guard byteLength == expectedLength else {
            throw .wrongLength(digest: digest, expected: expectedLength, actual: byteLength)
        }
        let actual = ContentDigest(bytes: hash.finalize())
        guard actual == digest else { throw .mismatch(expected: digest, actual: actual) }
        if let stored = store.byteLength(of: digest), stored != byteLength { throw .conflict(digest) }
        return CheckedBlob(Blob(digest: digest, byteLength: byteLength), in: store, at: path, file)
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
        try PartialBlob(name, of: digest, expectedLength: byteLength, store: self, isNew: false)
    }

    /// Makes the partial file `name` for the content that `digest` names, in the place of one that is there.
    ///
    /// - Parameter name: a file name, without slashes.
    package func makePartial(_ name: String, expecting digest: ContentDigest, byteLength: Int)
        throws(ContentStoreError) -> PartialBlob
    {
        try PartialBlob(name, of: digest, expectedLength: byteLength, store: self, isNew: true)
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
