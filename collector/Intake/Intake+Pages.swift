import ContentStore
package import Dossiers
import Exchange
import Registry

extension Intake {
    /// The bytes of a stored page, found to be those of its name.
    ///
    /// - Throws: `ContentStoreError.missing` or another when they cannot be had, `PageDamaged` when they are not what
    ///   they should be.
    package func page(_ digest: ContentDigest) async throws -> [UInt8] {
        let store = desk.store
        let bytes = try await desk.perform { _ throws(RegistryError) in
            Result { () throws(ContentStoreError) in try store.read(digest) }
        }.get()
        guard ContentDigest(sha256Of: bytes) == digest else { throw PageDamaged(page: digest) }
        return bytes
    }
}

/// A page whose stored bytes are not what they should be.
package struct PageDamaged: Error, Hashable, CustomStringConvertible {
    package let page: ContentDigest

    package init(page: ContentDigest) { self.page = page }

    package var description: String {
        "the stored bytes of page \(page) are damaged; run 'sohoa-collector verify', and restore it from a backup"
    }
}
