import ContentStore
import Dossiers
import Exchange
import FoundationEssentials
import Glibc
import Registry
import SystemPackage

/// Everything the collector keeps, in one directory:
///
/// - `collector.json`: identity and layout version; written last, so that it says the directory is whole
/// - `collector.key`: the key that signs receipts (0600, PKCS#8 PEM)
/// - `registry.sqlite`: the index
/// - `blobs/`: pages
/// - `server.lock`: held by the one server
/// - `outgoing/`: dossiers that are being exported from their pages; nothing in it is kept
struct DataDirectory: Sendable {
    let path: FilePath
    let identity: CollectorIdentity
    /// Signs receipts.
    let key: SigningKey
    let store: ContentStore
    let registry: Registry

    static func registryPath(in path: FilePath) -> FilePath { path.appending("registry.sqlite") }
    static func blobsPath(in path: FilePath) -> FilePath { path.appending("blobs") }
    static func identityPath(in path: FilePath) -> FilePath { path.appending("collector.json") }
    static func keyPath(in path: FilePath) -> FilePath { path.appending("collector.key") }

    /// Makes a directory for a new collector.
    ///
    /// One that was begun and broken off is completed, with the key it has.
    static func create(_ path: FilePath, name: String) throws -> DataDirectory {
        let former: [UInt8]?
        do throws(ContentStoreError) {
            former = try DurableFile.read(identityPath(in: path))
            if former == nil { try DurableFile.createDirectory(path) }
        } catch { throw DataDirectoryError.cannotMake(path, "\(error)") }
        if former != nil { throw DataDirectoryError.exists(path) }
        if try DurableFile.read(keyPath(in: path)) == nil {
            try DurableFile.write(
                Array(SigningKey().pemRepresentation.utf8), to: keyPath(in: path), mode: 0o600)
        }
        _ = try ContentStore(directory: blobsPath(in: path))
        try openIndex(registryPath(in: path), key: try readKey(in: path)).close()
        let identity = CollectorIdentity(name: name)
        try DurableFile.write(Array(Wire.encode(identity)), to: identityPath(in: path))
        return try open(path)
    }

    /// Opens the directory that `create` made. Several programs may have it open.
    static func open(_ path: FilePath) throws -> DataDirectory {
        let identity = try readIdentity(in: path)
        let index = registryPath(in: path)
        // Opening would make an empty one, and everything that was delivered would seem never to have been.
        guard unsafe access(index.string, F_OK) == 0 else {
            throw DataDirectoryError.damaged(index, "it is missing; restore it from a backup")
        }
        let key = try readKey(in: path)
        return DataDirectory(
            path: path, identity: identity, key: key, store: try ContentStore(directory: blobsPath(in: path)),
            registry: try openIndex(index, key: key))
    }

    private static func openIndex(_ path: FilePath, key: SigningKey) throws -> Registry {
        try Registry.open(
            at: path.string, identityKey: IdentityKey(of: key),
            whenDiskFails: { DiskFailure.stop($0, path: path) })
    }

    /// Who the collector in `path` is.
    static func readIdentity(in path: FilePath) throws -> CollectorIdentity {
        let bytes: [UInt8]?
        do { bytes = try DurableFile.read(identityPath(in: path)) } catch {
            throw DataDirectoryError.unreadable(path, "\(error)")
        }
        guard let bytes else { throw DataDirectoryError.notInitialised(path) }
        let identity: CollectorIdentity
        do { identity = try Wire.decode(CollectorIdentity.self, from: Data(bytes)) } catch {
            throw DataDirectoryError.damaged(identityPath(in: path), error.detail)
        }
        guard identity.version <= CollectorIdentity.currentVersion else {
            throw DataDirectoryError.newer(path, version: identity.version)
        }
        return identity
    }

    private static func readKey(in path: FilePath) throws -> SigningKey {
        let file = keyPath(in: path)
        guard let bytes = try DurableFile.read(file) else {
            throw DataDirectoryError.damaged(file, "it is missing; restore it from a backup")
        }
        guard try FileMode.of(file).isDisjoint(with: [.groupReadWriteExecute, .otherReadWriteExecute]) else {
            throw DataDirectoryError.keyExposed(file)
        }
        do { return try SigningKey(pem: String(decoding: bytes, as: UTF8.self)) } catch {
            throw DataDirectoryError.damaged(file, "it holds no P-256 private key; restore it from a backup")
        }
    }
}

/// Why a data directory cannot be used.
enum DataDirectoryError: CannotRun {
    case notInitialised(FilePath)
    case exists(FilePath)
    case cannotMake(FilePath, String)
    case unreadable(FilePath, String)
    case newer(FilePath, version: Int)
    case damaged(FilePath, String)
    case keyExposed(FilePath)
    case inUse(FilePath)

    var description: String {
        switch self {
        case .notInitialised(let path):
            "\(path) is no collector's data directory; make one with 'sohoa-collector init --data \(path) --name NAME', or name the right one with --data"
        case .exists(let path): "\(path) is a collector's data directory already; nothing was changed"
        case .cannotMake(let path, let reason):
            "\(path) cannot be made (\(reason)); make the folder it is to be in first, for this user to write, or choose another directory with --data"
        case .unreadable(let path, let reason):
            "\(path) cannot be read (\(reason)); run this as the account that the data belongs to, or as root"
        case .newer(let path, let version):
            "\(path) was written by a newer version of this program (layout \(version), this one knows \(CollectorIdentity.currentVersion)); install that version"
        case .damaged(let file, let reason): "\(file) cannot be used: \(reason)"
        case .keyExposed(let file):
            "\(file) can be read by others than its owner; set it right with 'chmod 600 \(file)', and consider whether the key is still secret"
        case .inUse(let path): "another server runs on \(path); stop it first, or choose another directory with --data"
        }
    }
}
