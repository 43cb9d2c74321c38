import Crypto
package import Dossiers
import Glibc
import SystemPackage

/// An open stored file, read from anywhere.
package final class BlobReader: Sendable {
    package let byteLength: Int

    static let readOperation = "pread"

    private let file: OpenFile
    private let path: FilePath

    /// - Throws: `missing` when `digest` is not stored.
    package init(store: ContentStore, digest: ContentDigest) throws(ContentStoreError) {
        path = store.path(of: digest)
        do { file = try OpenFile(path, O_RDONLY) } catch {
            guard case .system(.noSuchFileOrDirectory, _, _) = error else { throw error }
            throw .missing(digest)
        }
        var status = stat()
        guard unsafe fstat(file.descriptor, &status) == 0 else {
            throw .system(Errno(rawValue: errno), operation: "fstat", path: path)
        }
        byteLength = Int(status.st_size)
    }

    /// Reads up to `buffer.count` bytes from `offset`; fewer only at the end.
    ///
    /// - Returns: how many bytes were read.
    @unsafe package func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(ContentStoreError)
        -> Int
    {
        var done = 0
        while done < buffer.count {
            let count = unsafe pread(
                file.descriptor, buffer.baseAddress! + done, buffer.count - done, off_t(offset + done))
            if count < 0 {
                if errno == EINTR { continue }
                throw .system(Errno(rawValue: errno), operation: Self.readOperation, path: path)
            }
            if count == 0 { break }
            done += count
        }
        return done
    }

    /// Up to `count` bytes from `offset`.
    package func read(at offset: Int, count: Int) throws(ContentStoreError) -> [UInt8] {
        var failure: ContentStoreError?
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: max(0, count)) { buffer, filled in
            // The array's own storage, valid within this closure.
            do throws(ContentStoreError) {
                filled = try unsafe read(at: offset, into: UnsafeMutableRawBufferPointer(buffer))
            } catch { failure = error }
        }
        if let failure { throw failure }
        return bytes
    }

    /// SHA-256 of the whole file, as it is on the disk now.
    package func digestOfContent() throws(ContentStoreError) -> ContentDigest {
        var hash = SHA256()
        var offset = 0
        while true {
            let bytes = try read(at: offset, count: 1 << 18)
            if bytes.isEmpty { return ContentDigest(bytes: hash.finalize()) }
            hash.update(data: bytes)
            offset += bytes.count
        }
    }
}
