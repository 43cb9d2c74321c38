import Crypto
package import Exchange
import Foundation
import GRDB

/// Hashes identity numbers, so that they can be looked up in an index that does not have them.
///
/// HMAC-SHA256 (RFC 2104): without the key nobody can try out the few numbers there are. The key comes of the
/// collector's own, which every backup has.
package struct IdentityKey: Sendable {
    private let secret: SymmetricKey

    /// The key of the collector that signs with `key`.
    package init(of key: SigningKey) {
        secret = SymmetricKey(data: key.derivedSecret(for: "sohoa collector identity numbers v1"))
    }

    /// 32 bytes that are the same however the number is spaced, and in whatever case.
    func hash(_ number: String) -> Data {
        let plain = number.uppercased().unicodeScalars.filter {
            !$0.properties.isWhitespace && !".-".unicodeScalars.contains($0)
        }
        return Data(
            HMAC<SHA256>.authenticationCode(for: Data(String(String.UnicodeScalarView(plain)).utf8), using: secret))
    }

    /// `identityHash(number)` of SQL: the hash, or NULL of NULL.
    static func function(_ key: IdentityKey?) -> DatabaseFunction {
        DatabaseFunction("identityHash", argumentCount: 1, pure: true) { values in
            guard let number = String.fromDatabaseValue(values[0]) else { return nil }
            guard let key else {
                throw DatabaseError(message: "the index was opened without the key that hashes identity numbers")
            }
            return key.hash(number)
        }
    }

    /// The hash as the index of `db` has it.
    static func hash(_ number: String?, in db: Database) throws -> Data? {
        try Data.fetchOne(db.cachedStatement(sql: "SELECT identityHash(?)"), arguments: [number])
    }
}
