package import Dossiers
import Glibc
package import SystemPackage

/// Content-addressed files in a directory: `ab/abcdef…`, each named by the SHA-256 of its bytes, written once.
///
/// A file that is there under its final name is whole, right and durable. Files are read-only; they are replaced by
/// nothing and deleted only on request. The directory may be used by several processes at a time.
package struct ContentStore: Sendable {
    /// The directory of the store.
    package let directory: FilePath

    /// Opens the store, making the directory (mode 0700) where there is none.
    ///
    /// Makes the folders of all contents too, so that a folder's name is durable before any file is in it. A folder made
    /// on demand could be there by another process that was cut off before it made the name durable.
    package init(directory: FilePath) throws(ContentStoreError) {
        self.directory = directory
        try Directory.create(directory)
        let folders = (0..<256).map { String(String($0 + 256, radix: 16).dropFirst()) }
        try Directory.create(folders + [Self.quarantineName], in: directory)
    }

    /// Where `digest` is, or would be.
    package func path(of digest: ContentDigest) -> FilePath {
        folder(of: digest).appending(digest.rawValue)
    }

    /// Whether `digest` is stored. Says nothing of later damage: see `check`.
    package func contains(_ digest: ContentDigest) -> Bool { (try? Metadata(of: path(of: digest))) != nil }

    /// The length of `digest` in bytes, or nil when it is not stored.
    package func byteLength(of digest: ContentDigest) -> Int? { (try? Metadata(of: path(of: digest)))?.size }

    /// A writer for bytes whose digest is not known yet.
    package func makeWriter() throws(ContentStoreError) -> BlobWriter {
        try BlobWriter(store: self, expected: nil)
    }

    /// A writer for the bytes that `digest` names.
    package func makeWriter(expecting digest: ContentDigest, byteLength: Int) throws(ContentStoreError) -> BlobWriter {
        try BlobWriter(store: self, expected: (digest, byteLength))
    }

    /// Stores `bytes` durably and returns their digest.
    @discardableResult
    package func put(_ bytes: some Collection<UInt8>) throws(ContentStoreError) -> ContentDigest {
        var writer = try makeWriter()
        let array = Array(bytes)
        // The array outlives the call.
        try unsafe writer.append(array.span.bytes)
        return try writer.finish().digest
    }

    /// All bytes of `digest`.
    ///
    /// - Throws: `missing` when it is not stored.
    package func read(_ digest: ContentDigest) throws(ContentStoreError) -> [UInt8] {
        let reader = try BlobReader(store: self, digest: digest)
        return try reader.read(at: 0, count: reader.byteLength)
    }

    /// Reads the stored bytes again and compares them with their name. A file that the disk no longer gives is damaged.
    package func check(_ digest: ContentDigest) throws(ContentStoreError) -> BlobCondition {
        do throws(ContentStoreError) {
            return try BlobReader(store: self, digest: digest).digestOfContent() == digest ? .whole : .damaged
        } catch {
            switch error {
            case .missing: return .missing
            case .system(_, operation: BlobReader.readOperation, _): return .damaged
            default: throw error
            }
        }
    }

    /// Takes a damaged file out of the store without deleting it; returns where it went.
    @discardableResult
    package func quarantine(_ digest: ContentDigest) throws(ContentStoreError) -> FilePath {
        let stamp = UInt64.random(in: 0...UInt64.max)
        let place = directory.appending(Self.quarantineName).appending("\(digest.rawValue).\(String(stamp, radix: 16))")
        try Directory.rename(path(of: digest), to: place)
        try Directory.sync(folder(of: digest))
        try Directory.sync(directory.appending(Self.quarantineName))
        return place
    }

    /// Deletes `digest`; a digest that is not stored is no error.
    package func delete(_ digest: ContentDigest) throws(ContentStoreError) {
        guard try Directory.unlink(path(of: digest)) else { return }
        try Directory.sync(folder(of: digest))
    }

    /// Gives `body` every stored digest, those of one folder at a time, in no order: a large store has more of them than
    /// fit into memory.
    package func forEachFolder(_ body: ([ContentDigest]) throws -> Void) throws {
        for folder in try Directory.names(in: directory) where folder.utf8.count == 2 {
            try body(try digests(in: folder))
        }
    }

    /// Every stored digest, in no order.
    package func digests() throws(ContentStoreError) -> [ContentDigest] {
        var found: [ContentDigest] = []
        for folder in try Directory.names(in: directory) where folder.utf8.count == 2 {
            found += try digests(in: folder)
        }
        return found
    }

    private func digests(in folder: String) throws(ContentStoreError) -> [ContentDigest] {
        try Directory.names(in: directory.appending(folder)).compactMap(ContentDigest.init(rawValue:))
    }

    /// Removes what unfinished writers left behind. To be called when nothing writes. Reads every name in the store.
    ///
    /// - Returns: how many files were removed.
    @discardableResult
    package func sweepTemporaries() throws(ContentStoreError) -> Int {
        var count = 0
        var folders = [directory]
        for name in try Directory.names(in: directory) where name.utf8.count == 2 {
            folders.append(directory.appending(name))
        }
        for folder in folders {
            for name in try Directory.names(in: folder) where name.hasPrefix(BlobWriter.temporaryPrefix) {
                if try Directory.unlink(folder.appending(name)) { count += 1 }
            }
        }
        return count
    }

    /// Bytes free on the store's file system for an unprivileged process, and bytes in all.
    package func space() throws(ContentStoreError) -> (free: Int, total: Int) {
        var status = statvfs()
        guard unsafe statvfs(directory.string, &status) == 0 else {
            throw .system(Errno(rawValue: errno), operation: "statvfs", path: directory)
        }
        let unit = Int(status.f_frsize)
        return (Int(status.f_bavail) * unit, Int(status.f_blocks) * unit)
    }

    /// A name that nothing has, beside the place of `digest`.
    func temporaryPath(of digest: ContentDigest) -> FilePath {
        BlobWriter.temporaryPath(in: folder(of: digest))
    }

    func folder(of digest: ContentDigest) -> FilePath { directory.appending(String(digest.rawValue.prefix(2))) }

    private static let quarantineName = "quarantine"
}

/// What a second look at a stored file found.
package enum BlobCondition: Sendable, Hashable {
    case whole, damaged, missing
}
