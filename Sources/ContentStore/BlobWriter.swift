import Crypto
package import Dossiers
import Glibc
import SystemPackage

/// A file on its way into the store. Dropped before `finish`, it leaves nothing behind.
package struct BlobWriter: ~Copyable {
    /// Bytes appended so far.
    package private(set) var byteLength = 0

    private let store: ContentStore
    private let expected: (digest: ContentDigest, byteLength: Int)?
    private let temporary: FilePath
    private let file: Int32
    private var hash = SHA256()
    /// What went wrong in an append: the file then holds an unknown part of it, and is good for nothing any more.
    private var failure: ContentStoreError?

    static let temporaryPrefix = "tmp."

    init(store: ContentStore, expected: (digest: ContentDigest, byteLength: Int)?) throws(ContentStoreError) {
        let folder = expected.map { store.folder(of: $0.digest) } ?? store.directory
        let temporary = Self.temporaryPath(in: folder)
        self.file = try Self.openNew(temporary)
        self.temporary = temporary
        self.store = store
        self.expected = expected
    }

    /// A name in `folder` that nothing has.
    static func temporaryPath(in folder: FilePath) -> FilePath {
        let unique = String(UInt64.random(in: 0...UInt64.max), radix: 16)
        return folder.appending("\(temporaryPrefix)\(getpid()).\(unique)")
    }

    private static func openNew(_ path: FilePath) throws(ContentStoreError) -> Int32 {
        let file = unsafe open(path.string, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .system(Errno(rawValue: errno), operation: "open", path: path) }
        return file
    }

    deinit {
        close(file)
        // Gone already after `finish`; otherwise this is what an abandoned write leaves.
        _ = unsafe unlink(temporary.string)
    }

    /// Appends `bytes`.
    ///
    /// - Throws: `wrongLength` as soon as there are more than announced; `system` for instance when the disk is full.
    ///   Whatever follows throws the same: only a new writer can begin anew.
    package mutating func append(_ bytes: RawSpan) throws(ContentStoreError) {
        if let failure { throw failure }
        do { try write(bytes) } catch {
            failure = error
            throw error
        }
    }

    private mutating func write(_ bytes: RawSpan) throws(ContentStoreError) {
        if let expected, byteLength + bytes.byteCount > expected.byteLength {
            throw .wrongLength(
                digest: expected.digest, expected: expected.byteLength, actual: byteLength + bytes.byteCount)
        }
        // The buffer lives as long as the span it is taken from.
        let failure: Errno? = unsafe bytes.withUnsafeBytes { buffer in
            unsafe hash.update(bufferPointer: buffer)
            var rest = unsafe buffer
            while unsafe !rest.isEmpty {
                let written = unsafe Glibc.write(file, rest.baseAddress, rest.count)
                if written < 0 {
                    if errno == EINTR { continue }
                    return Errno(rawValue: errno)
                }
                unsafe rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
            return nil
        }
        if let failure { throw .system(failure, operation: "write", path: temporary) }
        byteLength += bytes.byteCount
    }

    /// Appends the bytes of `buffer`.
    @unsafe package mutating func append(_ buffer: UnsafeRawBufferPointer) throws(ContentStoreError) {
        try append(unsafe buffer.bytes)
    }

    /// Puts `bytes` in the place of some that were appended, such as a length in a header that is known at the end only.
    ///
    /// What is in the file is read once more for the digest: that of a long file takes its time.
    /// - Parameter offset: so that none of the bytes comes behind what was appended.
    package mutating func overwrite(_ bytes: [UInt8], at offset: Int) throws(ContentStoreError) {
        precondition(offset >= 0 && offset + bytes.count <= byteLength)
        if let failure { throw failure }
        do {
            try rewrite(bytes, at: offset)
            hash = try hashOfFile()
        } catch {
            failure = error
            throw error
        }
    }

    private func rewrite(_ bytes: [UInt8], at offset: Int) throws(ContentStoreError) {
        var done = 0
        while done < bytes.count {
            // The array's own bytes, from `done` to its end.
            let count = unsafe bytes.withUnsafeBytes {
                unsafe pwrite(file, $0.baseAddress! + done, $0.count - done, off_t(offset + done))
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system(Errno(rawValue: errno), operation: "pwrite", path: temporary) }
            done += count
        }
    }

    private func hashOfFile() throws(ContentStoreError) -> SHA256 {
        // A file of its own: who may write here need not be allowed to read, such as who imports files.
        let file = unsafe open(temporary.string, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .system(Errno(rawValue: errno), operation: "open", path: temporary) }
        defer { close(file) }
        var hash = SHA256()
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        var offset = 0
        while offset < byteLength {
            // The array's own storage, within its bounds.
            let count = unsafe chunk.withUnsafeMutableBytes {
                unsafe pread(file, $0.baseAddress!, $0.count, off_t(offset))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .system(Errno(rawValue: errno), operation: "pread", path: temporary) }
            hash.update(data: chunk[..<count])
            offset += count
        }
        return hash
    }

    /// The digest of the bytes so far.
    package var digestSoFar: ContentDigest {
        ContentDigest(bytes: hash.finalize())
    }

    /// Makes what was appended durable, so that an append may be acknowledged. The file keeps its temporary name.
    package func sync() { syncOrStop(file, path: temporary) }

    /// Makes the content durable under its digest.
    ///
    /// The sequence of system calls, in order:
    /// 1. `open(tmp, O_CREAT|O_EXCL)`, `write(tmp)` … — at `init` and `append`
    /// 2. length and SHA-256 are compared with what was announced
    /// 3. `fchmod(tmp, 0400)`: read-only before it can be seen
    /// 4. `fsync(tmp)`
    /// 5. `rename(tmp, ab/abcdef…)`, over an identical file if there is one
    /// 6. `fsync(ab)`, and `fsync(.)` too when the temporary file lay there
    ///
    /// - Returns: digest and length of what is stored.
    package consuming func finish() throws(ContentStoreError) -> Blob {
        if let failure { throw failure }
        let digest = digestSoFar
        if let expected {
            guard byteLength == expected.byteLength else {
                throw .wrongLength(digest: expected.digest, expected: expected.byteLength, actual: byteLength)
            }
            guard digest == expected.digest else { throw .mismatch(expected: expected.digest, actual: digest) }
        }
        let folder = store.folder(of: digest)
        if let stored = store.byteLength(of: digest), stored != byteLength { throw .conflict(digest) }
        guard fchmod(file, 0o400) == 0 else {
            throw .system(Errno(rawValue: errno), operation: "fchmod", path: temporary)
        }
        syncOrStop(file, path: temporary)
        try Directory.rename(temporary, to: store.path(of: digest))
        try Directory.sync(folder)
        if expected == nil { try Directory.sync(store.directory) }
        return Blob(digest: digest, byteLength: byteLength)
    }
}

/// A stored content.
package struct Blob: Sendable, Hashable {
    package let digest: ContentDigest
    package let byteLength: Int
}
