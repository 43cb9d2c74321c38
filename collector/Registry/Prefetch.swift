import Dossiers
import Exchange
import GRDB

/// Reads, on a connection beside the writer, the places of the index that taking a manifest in reads and writes.
///
/// Digests, codes and names come in any order: in an index of ten years each lies on a page of its own somewhere in the
/// file. The one writer would wait for the disk at every one of them, and all others with it; readers wait side by side.
enum Prefetch {
    /// Bytes of an index that the writer has in memory anyway.
    static let smallest = Registry.writerCacheKilobytes << 10

    /// Of how many pages at most the places are read: a reader is not to be held for long.
    private static let pages = 200

    static func run(for received: ReceivedManifest, in db: Database) throws {
        let manifest = received.manifest
        let (site, code) = (manifest.site.rawValue, manifest.dossier.code.rawValue)
        // One that is there already needs nothing more.
        if try look("SELECT 1 FROM manifest WHERE digest = ?", received.digest.data, in: db) { return }
        try look("SELECT 1 FROM manifest INDEXED BY manifestByDossier WHERE dossierCode = ?", code, in: db)
        for page in manifest.distinctPages.prefix(Self.pages) {
            try look("SELECT 1 FROM blob WHERE digest = ?", page.digest.data, in: db)
        }
        try look("SELECT 1 FROM dossierFact WHERE dossierCode = ?", code, in: db)
        try look("SELECT 1 FROM acceptance WHERE site = ? AND dossierCode = ?", site, code, in: db)
        // Equal keys are in the order of their rows, and the new one comes last.
        try look(
            "SELECT 1 FROM dossier WHERE site = ? AND ownerSearchKey = ? ORDER BY manifest DESC LIMIT 1", site,
            searchKey(of: manifest.dossier.owner.name), in: db)
        if let number = manifest.dossier.owner.identityNumber {
            try look(
                "SELECT 1 FROM dossier WHERE ownerIdentityHash = identityHash(?) ORDER BY manifest DESC LIMIT 1",
                number, in: db)
        }
        for document in manifest.documents {
            if let number = document.number {
                try look("SELECT 1 FROM document WHERE number = ? ORDER BY id DESC LIMIT 1", number, in: db)
            }
            guard let key = ResultKey.of(document, in: manifest.dossier.code) else { continue }
            try look("SELECT 1 FROM document WHERE resultKey = ? ORDER BY id DESC LIMIT 1", key, in: db)
            try look("SELECT 1 FROM resultFact WHERE key = ?", key, in: db)
        }
    }

    /// Whether there is such a row.
    @discardableResult
    private static func look(
        _ query: String, _ values: any DatabaseValueConvertible..., in db: Database
    ) throws -> Bool {
        try Bool.fetchOne(db.cachedStatement(sql: query), arguments: StatementArguments(values)) ?? false
    }
}
