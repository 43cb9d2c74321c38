import ContentStore
import Crypto
import Dossiers
import Exchange
import Foundation
import SystemPackage

/// A BagIt 1.0 bag (RFC 8493) while it is filled, with the lists of what is in it.
struct BagFolder {
    private let root: FilePath
    /// Lines of `manifest-sha256.txt` and of `tagmanifest-sha256.txt`.
    private var payload: [(path: String, digest: ContentDigest)] = []
    private var tags: [(path: String, digest: ContentDigest)] = []
    private var payloadBytes = 0

    /// Begins a bag in an empty folder, with these folders below `data`.
    init(in root: FilePath, folders: [String]) throws {
        self.root = root
        try DurableFile.createDirectory(root.appending("data"))
        for folder in folders { try DurableFile.createDirectory(root.appending("data").appending(folder)) }
    }

    /// Adds `bytes` as `data/path`.
    mutating func add(_ bytes: some Collection<UInt8>, as path: String) throws {
        try DurableFile.write(Array(bytes), to: place(path), mode: Self.mode)
        note(path, ContentDigest(sha256Of: Data(bytes)), bytes.count)
    }

    /// Adds a stored content as `data/path`, piece by piece. A copy and no link: what is done to the bag must not reach
    /// the store.
    mutating func add(_ digest: ContentDigest, of store: ContentStore, as path: String) throws {
        guard store.contains(digest) else { throw DossierExportError.damaged(digest) }
        let reader = try BlobReader(store: store, digest: digest)
        var writer = try DurableFileWriter(to: place(path), mode: Self.mode)
        try reader.forEachPiece(of: digest) { try writer.append($0) }
        try writer.finish()
        note(path, digest, reader.byteLength)
    }

    /// Writes the declaration, what is known of the bag, and the lists.
    mutating func close(information: [(String, String)]) throws {
        try addTag("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", as: "bagit.txt")
        let lines = information + [("Payload-Oxum", "\(payloadBytes).\(payload.count)")]
        try addTag(lines.map { "\($0): \($1)\n" }.joined(), as: "bag-info.txt")
        try addTag(Self.list(payload), as: "manifest-sha256.txt")
        try addTag(Self.list(tags), as: "tagmanifest-sha256.txt")
    }

    private mutating func addTag(_ text: String, as name: String) throws {
        try DurableFile.write(Array(text.utf8), to: root.appending(name), mode: Self.mode)
        tags.append((name, ContentDigest(sha256Of: Data(text.utf8))))
    }

    private mutating func note(_ path: String, _ digest: ContentDigest, _ count: Int) {
        payload.append(("data/\(path)", digest))
        payloadBytes += count
    }

    private func place(_ path: String) -> FilePath { root.appending("data").appending(path) }

    private static func list(_ files: [(path: String, digest: ContentDigest)]) -> String {
        files.map { "\($0.digest)  \($0.path)\n" }.joined()
    }

    /// Papers of citizens: for the account alone that exports them.
    private static let mode: UInt16 = 0o600
}
