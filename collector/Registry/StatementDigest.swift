import Dossiers
import Exchange
import Foundation
import GRDB

/// What the statement rows of a manifest say, in a form to compare; shown as a short digest, for it names people.
struct StatementDigest: Equatable, CustomStringConvertible {
    private let digest: ContentDigest

    /// The first 16 digits.
    var description: String { "rows \(digest.rawValue.prefix(16))" }

    /// What the rows of `manifest` should say.
    init(_ manifest: Manifest, in db: Database) throws {
        let dossier = manifest.dossier
        var fields = Fields()
        fields.add(manifest.site.rawValue)
        fields.add(dossier.procedure)
        fields.add(dossier.owner.name)
        fields.add(searchKey(of: dossier.owner.name))
        fields.add(try IdentityKey.hash(dossier.owner.identityNumber, in: db))
        fields.add(dossier.componentsComplete)
        fields.add(manifest.operatorName)
        fields.add(manifest.site.rawValue)
        fields.add(manifest.sealingDay.number)
        fields.add(manifest.pageCount)
        for (position, document) in manifest.documents.enumerated() {
            fields.add(position)
            fields.add(document.role.rawValue)
            fields.add(document.type)
            fields.add(document.number)
            fields.add(document.issuedOn?.number)
            fields.add(document.issuer)
            fields.add(document.authority)
            fields.add(document.level.rawValue)
            fields.add(document.inForce)
            fields.add(ResultKey.of(document, in: dossier.code))
            fields.add(document.reuse?.manifest.data)
            for (index, page) in document.pages.enumerated() {
                fields.add(index)
                fields.add(page.digest.data)
            }
        }
        digest = fields.digest
    }

    /// What the rows say, or nil when there are none.
    static func fetch(_ id: Int64, in db: Database) throws -> StatementDigest? {
        let dossier = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT dossier.site, procedure, ownerName, ownerSearchKey, ownerIdentityHash, componentsComplete,
                        officer.name, officer.site, sealing.day, sealing.pages
                    FROM dossier LEFT JOIN sealing ON sealing.manifest = dossier.manifest
                        LEFT JOIN loadScope AS officer ON officer.id = sealing.officer AND officer.kind = 'officer'
                    WHERE dossier.manifest = ?
                    """), arguments: [id])
        let documents = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT position, role, type, number, issuedOn, issuer, authority, level, inForce, resultKey,
                        reusedFrom, id
                    FROM document WHERE manifest = ? ORDER BY position
                    """), arguments: [id])
        let pages = try db.cachedStatement(
            sql: """
                SELECT page.position, blob.digest FROM page JOIN blob ON blob.id = page.blob
                WHERE page.document = ? ORDER BY page.position
                """)
        guard let dossier else { return nil }
        var fields = Fields()
        for (_, value) in dossier { fields.add(value) }
        for document in documents {
            for (_, value) in document.dropLast() { fields.add(value) }
            for page in try Row.fetchAll(pages, arguments: [document["id"] as Int64]) {
                for (_, value) in page { fields.add(value) }
            }
        }
        return StatementDigest(digest: fields.digest)
    }

    private init(digest: ContentDigest) { self.digest = digest }

    /// Values one after another, each with its kind and length, so that no two lists look the same.
    private struct Fields {
        private var bytes = Data()

        var digest: ContentDigest { ContentDigest(sha256Of: bytes) }

        mutating func add(_ value: (any DatabaseValueConvertible)?) {
            switch (value?.databaseValue ?? .null).storage {
            case .null: append("-", Data())
            case .int64(let number): append("i", Data("\(number)".utf8))
            case .double(let number): append("d", Data("\(number)".utf8))
            case .string(let text): append("s", Data(text.utf8))
            case .blob(let data): append("b", data)
            }
        }

        private mutating func append(_ kind: String, _ value: Data) {
            bytes.append(contentsOf: "\(kind)\(value.count):".utf8)
            bytes.append(value)
        }
    }
}
