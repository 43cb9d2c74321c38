import Dossiers
import Exchange
import Foundation
import GRDB
import SystemPackage
import TestSupport
import Testing

@testable import Registry

/// A day on which everything happens unless a test says otherwise: 15/06/2021 12:00 in Việt Nam.
let noon = SampleStation.noon

let commune = SiteID(rawValue: "pb-cm-001")!
let district = SiteID(rawValue: "pb-d01")!
let province = SiteID(rawValue: "pb")!

/// The index of a little province, made in an empty directory.
struct Province {
    let registry: Registry
    let folder: FilePath
    let collectorKey: SigningKey

    init(at folder: FilePath) throws {
        self.folder = folder
        collectorKey = SigningKey()
        registry = try Registry.open(
            at: folder.appending("registry.sqlite").string, identityKey: IdentityKey(of: collectorKey))
        try registry.addSites()
    }

    /// The index that is there already, of the collector with that key.
    init(reopening folder: FilePath, key: SigningKey) throws {
        self.folder = folder
        collectorKey = key
        registry = try Registry.open(
            at: folder.appending("registry.sqlite").string, identityKey: IdentityKey(of: key))
    }

    /// Everything is in the store unless a test says otherwise.
    func terms(
        at now: Date = noon, isStored: @escaping @Sendable (ContentDigest, Int) -> Bool = { _, _ in true }
    ) -> SubmissionTerms {
        let key = collectorKey
        return SubmissionTerms(now: now, uploadLifetime: 86_400, isStored: isStored) { receipt in
            key.seal(try! Wire.encode(receipt), type: Receipt.payloadType)
        }
    }

    /// Enrols a station.
    func station(at site: SiteID = commune) throws -> SampleStation {
        let key = SigningKey()
        let outcome = try registry.enrol(request(key, at: site), key: key.verificationKey, at: noon)
        guard case .enrolled(let record, _, _) = outcome else {
            throw UnexpectedOutcome(text: "\(outcome)")
        }
        return SampleStation(id: record.id, site: site, key: key)
    }

    /// A request with a new token of `site`.
    func request(_ key: SigningKey, at site: SiteID = commune, replaces: StationID? = nil) throws -> EnrolmentRequest {
        let secret = try registry.issueToken(for: site, lifetime: 3600, by: "admin", at: noon).secret
        return EnrolmentRequest(
            token: secret.text, publicKey: key.verificationKey.derRepresentation, label: "PC-1", agentVersion: "1.0",
            replaces: replaces)
    }

    /// Posts a manifest.
    @discardableResult
    func announce(_ sealed: SealedManifest, terms: SubmissionTerms? = nil) throws -> SubmissionRecord {
        try received(sealed, terms: terms).get()
    }

    /// Posts a manifest, whatever comes of it.
    func received(_ sealed: SealedManifest, terms: SubmissionTerms? = nil) throws
        -> Result<SubmissionRecord, ChainBreak>
    {
        try registry.announce(
            ReceivedManifest(
                envelope: sealed.bytes, digest: sealed.digest, manifest: sealed.manifest, refusal: nil),
            terms: terms ?? self.terms())
    }

    /// Posts a manifest whose pages have all come.
    @discardableResult
    func accept(_ sealed: SealedManifest, at now: Date = noon) throws -> Receipt {
        try announce(sealed)
        let record = try #require(try registry.complete(sealed.digest, terms: terms(at: now)))
        return try receipt(record)
    }

    /// The receipt, found to be signed with the collector's key.
    func receipt(_ record: SubmissionRecord) throws -> Receipt {
        try Receipt.open(try #require(record.receipt), with: collectorKey.verificationKey)
    }

    /// A counter's value on a day or from the first of a month.
    func counter(
        _ measure: Measure, _ scope: String, level: String = "", grain: String = "month", from start: CalendarDay
    ) throws -> Int {
        try registry.pool.read { db in
            try Int.fetchOne(
                db,
                sql:
                    "SELECT \(measure.rawValue) FROM counter WHERE scope = ? AND level = ? AND grain = ? AND start = ?",
                arguments: [scope, level, grain, start.number])
        } ?? 0
    }

    /// What a recount finds.
    func differences() throws -> [RecountDifference] {
        var found: [RecountDifference] = []
        _ = try registry.recount(by: "test", at: noon) { found.append($0) }
        return found
    }

    func sql(_ text: String, _ arguments: StatementArguments = []) throws {
        try registry.pool.write { try $0.execute(sql: text, arguments: arguments) }
    }
}

struct UnexpectedOutcome: Error {
    let text: String
}

extension Registry {
    /// A province, a district and two communes, since 2020.
    func addSites() throws {
        let day = CalendarDay("2020-01-01")!
        let sites = [
            Site(
                id: province, name: "Tỉnh", level: .province, parent: nil, statisticalCode: "94", validFrom: day),
            Site(
                id: district, name: "Huyện", level: .district, parent: province, statisticalCode: nil, validFrom: day),
            Site(
                id: commune, name: "Phường 1", level: .commune, parent: district, statisticalCode: nil, validFrom: day),
            Site(
                id: SiteID(rawValue: "pb-cm-002")!, name: "Phường 2", level: .commune, parent: district,
                statisticalCode: nil, validFrom: day),
        ]
        _ = try changeSites(by: "test", from: "fixture", at: noon) { (_) throws(Never) in SiteChanges(added: sites) }
    }

    func close(_ site: SiteID, from day: CalendarDay) throws {
        try pool.write { db in
            try db.execute(
                sql: "UPDATE site SET closedOn = ? WHERE id = ?", arguments: [day.number, site.rawValue])
        }
    }
}

/// Gives `body` the index of a little province.
func withProvince<Result>(_ body: (Province) throws -> Result) async throws -> Result {
    try await withTemporaryDirectory { folder in
        let province = try Province(at: folder)
        defer { try? province.registry.close() }
        return try body(province)
    }
}
