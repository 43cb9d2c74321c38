/// Something that a verification found.
package struct Finding: Sendable, Hashable, Codable {
    package var kind: Kind
    /// The digest, number or identity of what it is about.
    package var subject: String
    /// What is wrong, and what to do.
    package var detail: String

    /// What can be found.
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// The stored bytes are not those that the name says.
        case contentDamaged = "content_damaged"
        /// The index has it and the store has not.
        case contentMissing = "content_missing"
        /// The store has it and the index has not: left by an upload that goes on or was given up. No damage.
        case contentUnlisted = "content_unlisted"
        /// The stored envelope cannot be read, or is not what its digest says.
        case manifestDamaged = "manifest_damaged"
        case manifestSignature = "manifest_signature"
        /// The index says another thing of the manifest than the manifest itself.
        case manifestIndex = "manifest_index"
        case receiptDamaged = "receipt_damaged"
        case receiptSignature = "receipt_signature"
        /// A manifest that must have a receipt has none, or the other way round; or a number is missing.
        case receiptMissing = "receipt_missing"
        /// A manifest is missing in a station's chain, or does not follow the one before.
        case chainBroken = "chain_broken"
        /// A page that an accepted manifest names is not in the index, or its site may not know of it.
        case pageUnlisted = "page_unlisted"
        /// A frozen report that cannot be read, or of which the index says another thing.
        case snapshotDamaged = "snapshot_damaged"
        case snapshotSignature = "snapshot_signature"
        /// A frozen report was removed.
        case snapshotMissing = "snapshot_missing"
        /// SQLite finds the index damaged.
        case indexDamaged = "index_damaged"

        /// Whether evidence or data are harmed.
        package var isDamage: Bool { self != .contentUnlisted }
    }
}

/// What a verification looked at.
package struct VerificationSummary: Sendable, Hashable, Codable {
    package var contents = 0
    package var bytes = 0
    package var manifests = 0
    package var receipts = 0
    package var stations = 0
    /// Frozen reports.
    package var snapshots = 0
    /// Findings that are damage.
    package var damages = 0
    /// Other findings.
    package var notes = 0
    /// Contents put into quarantine.
    package var quarantined = 0
}
