import Crypto
import Dossiers
import Exchange
import FoundationEssentials

/// What a collector does, as values: the contract that delivery is tested against.
struct ModelCollector: Sendable {
    struct Upload: Sendable {
        var manifest: ContentDigest
        var needed: [SubmissionStatus.NeededPage]
        var received = Data()
        /// Bytes of `received` whose pages were found right.
        var checked = 0
        var length: Int { needed.reduce(0) { $0 + $1.byteLength } }
    }

    let key = SigningKey()
    let station: StationID
    let stationKey: VerificationKey
    let name = "collector-of-the-test"

    private(set) var chain: [ContentDigest] = []
    private(set) var manifests: [ContentDigest: Manifest] = [:]
    private(set) var receipts: [ContentDigest: Envelope] = [:]
    private(set) var pages: Set<ContentDigest> = []
    private(set) var uploads: [String: Upload] = [:]
    /// Page bytes taken in all, also those that were taken in vain.
    private(set) var bytesTaken = 0
    /// How often each page was found wrong.
    private(set) var mismatches: [ContentDigest: Int] = [:]
    /// What to answer instead of receipts signed with the collector's key.
    var forger: SigningKey?
    var lastUpload = 0

    init(station: StationID, stationKey: VerificationKey) {
        self.station = station
        self.stationKey = stationKey
    }

    struct Answer: Sendable {
        var status: SubmissionStatus
        var upload: String?
        var isNew: Bool
    }

    mutating func announce(_ envelope: Envelope) throws(Problem) -> Answer {
        let manifest: Manifest
        do { manifest = try Manifest.open(envelope, with: stationKey) } catch {
            throw Problem(.badSignature, status: 400, title: "Bad signature", detail: "\(error)")
        }
        let digest = envelope.payloadDigest
        if manifests[digest] != nil { return answer(digest, isNew: false) }
        let expected = chain.count + 1
        if manifest.sequence > expected { throw chainProblem(.sequenceGap, expected) }
        if manifest.sequence < expected { throw chainProblem(.sequenceReused, expected) }
        if manifest.previous != chain.last { throw chainProblem(.chainFork, expected) }
        chain.append(digest)
        manifests[digest] = manifest
        return answer(digest, isNew: true)
    }

    mutating func answer(_ digest: ContentDigest, isNew: Bool) -> Answer {
        let manifest = manifests[digest]!
        if let receipt = receipts[digest] {
            return Answer(status: .init(manifest: digest, state: .complete, receipt: receipt), isNew: isNew)
        }
        // An upload that is under way goes on, unless another brought some of its pages meanwhile.
        if let (id, upload) = uploads.first(where: { $0.value.manifest == digest }) {
            let rest = upload.needed.filter { !pages.contains($0.digest) }
            if rest == upload.needed || !upload.received.isEmpty {
                return Answer(
                    status: .init(manifest: digest, state: .announced, needed: upload.needed), upload: id, isNew: isNew)
            }
            uploads[id] = nil
        }
        let needed = manifest.distinctPages.filter { !pages.contains($0.digest) }.map {
            SubmissionStatus.NeededPage(digest: $0.digest, byteLength: $0.byteLength)
        }
        if needed.isEmpty {
            issueReceipt(digest)
            return Answer(status: .init(manifest: digest, state: .complete, receipt: receipts[digest]), isNew: isNew)
        }
        lastUpload += 1
        let id = "u\(lastUpload)"
        uploads[id] = Upload(manifest: digest, needed: needed)
        return Answer(status: .init(manifest: digest, state: .announced, needed: needed), upload: id, isNew: isNew)
    }

    /// Takes bytes of an upload; gives the offset, and the receipt when they were the last.
    mutating func append(_ bytes: Data, to id: String, at offset: Int) throws(Problem) -> (
        offset: Int, receipt: Envelope?
    ) {
        guard var upload = uploads[id] else { throw gone }
        guard offset == upload.received.count else {
            throw Problem(.offsetMismatch, status: 409, title: "Offset", detail: "it is at \(upload.received.count)")
        }
        guard upload.received.count + bytes.count <= upload.length else {
            throw Problem(.uploadTooLong, status: 413, title: "Too long", detail: "too many bytes")
        }
        bytesTaken += bytes.count
        upload.received.append(bytes)
        var end = 0
        for page in upload.needed {
            let start = end
            end += page.byteLength
            guard end > upload.checked, end <= upload.received.count else { continue }
            guard ContentDigest(sha256Of: upload.received[start..<end]) == page.digest else {
                uploads[id] = nil
                mismatches[page.digest, default: 0] += 1
                throw Problem(
                    .pageMismatch, status: 460, title: "Wrong page", detail: "a page is wrong", page: page.digest)
            }
            upload.checked = end
            pages.insert(page.digest)
        }
        uploads[id] = upload
        guard upload.received.count == upload.length else { return (upload.received.count, nil) }
        uploads[id] = nil
        issueReceipt(upload.manifest)
        return (upload.length, receipts[upload.manifest])
    }

    func offset(of id: String) throws(Problem) -> (offset: Int, length: Int) {
        guard let upload = uploads[id] else { throw gone }
        return (upload.received.count, upload.length)
    }

    /// The state of uploads is lost, as after a crash; pages that were whole stay.
    mutating func loseUploads() { uploads = [:] }

    /// Signs all receipts anew, with the key that is in use now.
    mutating func reissueReceipts() {
        let known = receipts.keys
        receipts = [:]
        for digest in known { issueReceipt(digest) }
    }

    /// The collector comes back from a backup that knew `count` manifests.
    mutating func restoreBackup(of count: Int) {
        for digest in chain[count...] {
            manifests[digest] = nil
            receipts[digest] = nil
        }
        chain = Array(chain.prefix(count))
        uploads = [:]
    }

    private var gone: Problem { Problem(.uploadGone, status: 410, title: "Gone", detail: "post the manifest again") }

    private func chainProblem(_ code: ErrorCode, _ expected: Int) -> Problem {
        Problem(code, status: 409, title: "Chain", detail: "it does not fit", expectedSequence: expected)
    }

    private mutating func issueReceipt(_ digest: ContentDigest) {
        let manifest = manifests[digest]!
        let receipt = Receipt(
            manifest: digest, station: station, sequence: manifest.sequence, site: manifest.site,
            number: receipts.count + 1, issuedAt: Date(), outcome: .accepted, pages: manifest.distinctPages.count,
            bytes: manifest.distinctPages.reduce(0) { $0 + $1.byteLength })
        receipts[digest] = (forger ?? key).seal(try! Wire.encode(receipt), type: Receipt.payloadType)
    }
}
