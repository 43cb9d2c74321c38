import ContentStore
import Dossiers
import Exchange
import FoundationEssentials
import Glibc
import Registry
import SystemPackage

/// One backup of a data directory into another.
///
/// In order: the index as of one moment; every page the store has by then, which are all that this index knows, since
/// pages come before the rows that name them and are never deleted; key and identity; and last the index under its final
/// name. A target that was a backup before stays one until that moment.
struct BackupRun {
    let source: DataDirectory
    let target: FilePath
    let mayLink: Bool

    /// Where the new index is until everything it names is there too. One that lies about tells of a broken-off backup,
    /// which the next run completes.
    private var snapshot: FilePath { target.appending("registry.sqlite.new") }

    /// What was done.
    struct Summary: Codable, Sendable {
        /// Pages in the backup.
        var pages = 0
        var linked = 0
        var copied = 0
        var copiedBytes = 0
        /// Pages that are damaged in the store; the backup does without them.
        var damaged: [ContentDigest] = []
    }

    func run() throws -> Summary {
        try checkTarget()
        do { try DurableFile.createDirectory(target) } catch { throw BackupError.cannotMake(target, "\(error)") }
        let store = try ContentStore(directory: DataDirectory.blobsPath(in: target))
        if unsafe unlink(snapshot.string) == 0 { try store.sweepTemporaries() }
        try source.registry.backup(to: snapshot.string)
        let summary = try savePages(into: store)
        try saveKeyAndIdentity()
        try putInPlace()
        return summary
    }

    private func checkTarget() throws {
        if try DurableFile.read(DataDirectory.identityPath(in: target)) != nil {
            let identity = try DataDirectory.readIdentity(in: target)
            guard identity.id == source.identity.id else { throw BackupError.otherCollector(target, identity.id) }
            guard target.lexicallyNormalized() != source.path.lexicallyNormalized(),
                try !Self.isSameFile(target, source.path)
            else { throw BackupError.ontoItself(target) }
        } else if try !Self.isEmptyOrMissing(target), !Self.exists(snapshot) {
            throw BackupError.notEmpty(target)
        }
    }

    /// Links or copies the pages that are not in `store` yet, then makes the names of all of them durable: who linked one
    /// that is there already may have been cut off before that.
    func savePages(into store: ContentStore) throws -> Summary {
        var summary = Summary()
        try source.store.forEachFolder { digests in
            for digest in digests {
                summary.pages += 1
                guard !store.contains(digest) else { continue }
                if mayLink, link(digest, into: store) {
                    summary.linked += 1
                } else if let byteCount = try copy(digest, into: store) {
                    summary.copied += 1
                    summary.copiedBytes += byteCount
                } else {
                    summary.damaged.append(digest)
                }
            }
            try store.syncNames(of: digests)
        }
        return summary
    }

    /// - Returns: false when the target is on another file system, or has no links.
    private func link(_ digest: ContentDigest, into store: ContentStore) -> Bool {
        unsafe Glibc.link(source.store.path(of: digest).string, store.path(of: digest).string) == 0
    }

    /// - Returns: bytes copied, which were found to be those that the digest names; nil when they are not.
    private func copy(_ digest: ContentDigest, into store: ContentStore) throws -> Int? {
        let reader = try BlobReader(store: source.store, digest: digest)
        var writer = try store.makeWriter(expecting: digest, byteLength: reader.byteLength)
        while writer.byteLength < reader.byteLength {
            let chunk = try reader.read(at: writer.byteLength, count: 1 << 20)
            if chunk.isEmpty { break }
            // The array outlives the call.
            try unsafe writer.append(chunk.span.bytes)
        }
        do { return try writer.finish().byteLength } catch ContentStoreError.mismatch {
            return nil
        } catch ContentStoreError.wrongLength { return nil }
    }

    private func saveKeyAndIdentity() throws {
        try DurableFile.write(
            Array(source.key.pemRepresentation.utf8), to: DataDirectory.keyPath(in: target), mode: 0o600)
        try DurableFile.write(Array(Wire.encode(source.identity)), to: DataDirectory.identityPath(in: target))
    }

    /// fsync(snapshot) → rename over the index → fsync(directory). A backup is nobody's open database: no journal of the
    /// former index may lie beside the new one.
    func putInPlace() throws {
        try DurableFile.sync(snapshot)
        let index = DataDirectory.registryPath(in: target)
        for suffix in ["-wal", "-shm"] { _ = unsafe unlink(index.string + suffix) }
        guard unsafe rename(snapshot.string, index.string) == 0 else { throw Errno(rawValue: errno) }
        for suffix in ["-wal", "-shm", "-journal"] { _ = unsafe unlink(snapshot.string + suffix) }
        try DurableFile.sync(target)
    }

    private static func isEmptyOrMissing(_ path: FilePath) throws -> Bool {
        guard let stream = unsafe opendir(path.string) else {
            if errno == ENOENT { return true }
            throw BackupError.unusable(path, Errno(rawValue: errno))
        }
        // The stream is this function's own until closedir; `.` and `..` are always there.
        defer { unsafe closedir(stream) }
        var count = 0
        while unsafe readdir(stream) != nil { count += 1 }
        return count <= 2
    }

    private static func exists(_ path: FilePath) -> Bool { unsafe access(path.string, F_OK) == 0 }

    private static func isSameFile(_ first: FilePath, _ second: FilePath) throws -> Bool {
        var (a, b) = (stat(), stat())
        guard unsafe stat(first.string, &a) == 0, unsafe stat(second.string, &b) == 0 else {
            throw Errno(rawValue: errno)
        }
        return a.st_dev == b.st_dev && a.st_ino == b.st_ino
    }
}

/// Why a backup cannot be made as asked.
enum BackupError: CannotRun {
    case otherCollector(FilePath, String)
    case ontoItself(FilePath)
    case notEmpty(FilePath)
    case cannotMake(FilePath, String)
    case unusable(FilePath, Errno)

    var description: String {
        switch self {
        case .otherCollector(let path, let id):
            "\(path) is the data directory or backup of another collector (\(id)); choose another directory"
        case .ontoItself(let path): "\(path) is the data directory itself; choose another directory"
        case .notEmpty(let path):
            "\(path) has other things in it; choose a new or empty directory, or an earlier backup"
        case .cannotMake(let path, let reason):
            "\(path) cannot be made (\(reason)); make the folder it is to be in first, for this user to write"
        case .unusable(let path, let errno): "\(path) cannot be used: \(errno)"
        }
    }
}
