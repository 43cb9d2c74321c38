import ContentStore
import Dossiers
import Exchange
import Foundation
import Logging
import Registry

/// What every part of intake works with: the index, the store, the key, the clock; and one place that logs faults.
struct Desk: Sendable {
    let registry: Registry
    let store: ContentStore
    let key: SigningKey
    let settings: IntakeSettings
    let logger: Logger
    let pageThreads: WaitingThreads
    let now: @Sendable () -> Date
    /// Uploads that were made of late and were not begun: there are no files of them, and nothing need be synced.
    let newUploads = Recent<String, UploadRecord>(limit: 64)

    /// Runs `body`, which may wait for the disk, and turns its failure into what the station is told.
    func registry<Value>(_ body: (Registry) throws(RegistryError) -> Value) throws(IntakeError) -> Value {
        do { return try body(registry) } catch { throw report(error) }
    }

    /// Runs `body`, which may wait for the disk, and turns its failure into what the station is told.
    func store<Value>(_ body: (ContentStore) throws(ContentStoreError) -> Value) throws(IntakeError) -> Value {
        do { return try body(store) } catch { throw report(error) }
    }

    /// Runs `body` on a thread that may wait for the disk.
    func perform<Value: Sendable>(
        _ body: @escaping @Sendable (Registry) throws(RegistryError) -> Value
    ) async throws(IntakeError) -> Value {
        do { return try await registry.perform(body) } catch { throw report(error) }
    }

    func report(_ error: RegistryError) -> IntakeError { report(Fault(error)) }

    func report(_ error: ContentStoreError) -> IntakeError { report(Fault(error)) }

    private func report(_ fault: Fault) -> IntakeError {
        if let cause = fault.cause { logger.error("intake failed", metadata: ["cause": "\(cause)"]) }
        return fault.error
    }

    /// Whether the page is whole in the store, as far as its length tells.
    func isStored(_ page: SubmissionStatus.NeededPage) -> Bool {
        store.byteLength(of: page.digest) == page.byteLength
    }

    var terms: SubmissionTerms {
        let (store, key) = (store, key)
        return SubmissionTerms(
            now: now(), uploadLifetime: settings.uploadLifetime,
            isStored: { digest, byteLength in store.byteLength(of: digest) == byteLength },
            sign: { receipt in
                // A receipt is plain values: it always encodes.
                key.seal(try! Wire.encode(receipt), type: Receipt.payloadType)
            })
    }

    /// Completes a submission whose pages are durable; nil when a page is not there.
    func complete(_ manifest: ContentDigest) throws(IntakeError) -> SubmissionRecord? {
        let terms = terms
        let record = try registry { registry throws(RegistryError) in
            try registry.complete(manifest, terms: terms)
        }
        if let record {
            logger.info(
                "submission complete",
                metadata: ["manifest": "\(manifest)", "station": "\(record.station)", "site": "\(record.site)"])
        }
        return record
    }

    /// The status of the submission of a complete upload.
    func status(of upload: UploadRecord) throws(IntakeError) -> SubmissionStatus {
        let record = try registry { registry throws(RegistryError) in
            try registry.submission(upload.manifest, of: upload.site)
        }
        guard let record else { throw .uploadGone }
        return SubmissionStatus(record)
    }

    /// Throws `storageFull` when there is too little room for more.
    func checkSpace() throws(IntakeError) {
        let free = try store { store throws(ContentStoreError) in try store.space().free }
        guard free >= settings.minimumFreeBytes else {
            logger.warning("disk nearly full: intake pauses", metadata: ["freeBytes": "\(free)"])
            throw .storageFull
        }
    }
}

extension SubmissionStatus {
    init(_ record: SubmissionRecord) {
        self.init(
            manifest: record.manifest, state: record.state,
            needed: record.state == .announced ? record.upload?.pages ?? [] : [], receipt: record.receipt)
    }
}
