import ContentStore
import Dossiers
import Foundation
import Registry
import SystemPackage

extension Verification {
    /// Reads every stored content again.
    mutating func checkContents(by actor: String, at now: Date) throws {
        var row: Int64 = 0
        while true {
            let blobs = try registry.blobs(after: row, limit: 500)
            guard let last = blobs.last else { break }
            for blob in blobs { try check(blob.page, by: actor, at: now) }
            row = last.row
        }
        try store.forEachFolder { digests in
            for digest in digests where try !registry.hasBlob(digest) {
                note(
                    .contentUnlisted, digest.rawValue,
                    "stored, and in no accepted manifest: an upload that is under way or was given up brought it")
            }
        }
    }

    private mutating func check(_ page: StoredPage, by actor: String, at now: Date) throws {
        count(\.contents)
        let name = page.digest.rawValue
        switch try condition(of: page) {
        case .whole: count(\.bytes, page.byteLength)
        case .missing:
            note(
                .contentMissing, name,
                "the index lists it and the store does not have it; restore the file from a backup of the store")
        case .damaged:
            guard quarantines else {
                note(
                    .contentDamaged, name,
                    "the stored bytes are not those that the name says; restore the file from a backup, or take it out "
                        + "with --quarantine so that stations that still have it can send it again")
                return
            }
            let place = try store.quarantine(page.digest)
            count(\.quarantined)
            try registry.audit(
                AuditEntry(at: now, actor: actor, action: "content.quarantine", subject: name, detail: place.string))
            note(
                .contentDamaged, name, "the stored bytes are not those that the name says; the file is now at \(place)")
        }
    }

    private func condition(of page: StoredPage) throws -> BlobCondition {
        let condition = try store.check(page.digest)
        // A file of the right digest has the right length, unless the index is wrong about it.
        if condition == .whole, store.byteLength(of: page.digest) != page.byteLength { return .damaged }
        return condition
    }
}
