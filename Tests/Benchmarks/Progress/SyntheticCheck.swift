import Crypto
import Dossiers
import Exchange
import Foundation
import GRDB
import Registry
import TestSupport

/// Proves that the rows of a `SyntheticProvince` are those that the collector itself derives.
///
/// Every dossier is read back from the index, sealed as a manifest and taken in by the functions of `Registry`, into an
/// index with the same offices. `recount` must find nothing wrong there, and statements, facts and counters must be the
/// same in both.
struct SyntheticCheck {
    /// The index that was filled by SQL.
    let synthetic: String
    /// An index with the offices and nothing more.
    let taken: String

    func run() throws {
        let registry = try Registry.open(at: taken)
        try takeIn(registry)
        let summary = try registry.recount(by: "bench", at: Date()) { _ in }
        try registry.close()
        guard summary.differences == 0 else {
            throw CannotMeasure("recount finds \(summary.differences) differences in what was taken in")
        }
        try compare()
    }

    private func takeIn(_ registry: Registry) throws {
        let key = SigningKey()
        let terms = SubmissionTerms(
            now: SampleStation.noon, uploadLifetime: 3600, isStored: { _, _ in true },
            sign: { key.seal(try! Wire.encode($0), type: Receipt.payloadType) })
        var stations: [SiteID: SampleStation] = [:]
        let queue = try DatabaseQueue(path: synthetic)
        defer { try? queue.close() }
        for number in 1...(try queue.read(SyntheticDossier.count)) {
            let dossier = try queue.read { try SyntheticDossier(number, in: $0) }
            if stations[dossier.site] == nil { stations[dossier.site] = try enrol(dossier.site, at: registry) }
            let sealed = dossier.seal(at: &stations[dossier.site]!)
            let received = ReceivedManifest(
                envelope: sealed.bytes, digest: sealed.digest, manifest: sealed.manifest, refusal: nil)
            _ = try registry.announce(received, terms: terms).get()
            guard try registry.complete(sealed.digest, terms: terms)?.state == .complete else {
                throw CannotMeasure("a dossier that was taken in is not complete")
            }
        }
    }

    private func enrol(_ site: SiteID, at registry: Registry) throws -> SampleStation {
        let key = SigningKey()
        let (_, secret) = try registry.issueToken(for: site, lifetime: 3600, by: "bench", at: SampleStation.noon)
        let request = EnrolmentRequest(
            token: secret.text, publicKey: key.verificationKey.derRepresentation, label: "bench", agentVersion: "bench")
        guard
            case .enrolled(let station, _, _) = try registry.enrol(
                request, key: key.verificationKey, at: SampleStation.noon)
        else { throw CannotMeasure("a station could not be enrolled") }
        return SampleStation(id: station.id, site: site, key: key)
    }

    /// What is compared: all but what chance or the clock gives, which are stations, digests of manifests and arrival.
    private static let tables = [
        ("dossierFact", "*"), ("resultFact", "*"), ("counter", "*"), ("dossier", "*"), ("document", "*"), ("page", "*"),
        ("siteBlob", "*"), ("nameWord", "*"), ("blob", "id, digest, byteLength"), ("ownerWord", "rowid, *"),
        ("manifest", "id, sequence, site, dossierCode, sealedAt, state, isEffective"),
        ("receipt", "number, manifest, outcome"), ("storedOnDay", "sum(contents), sum(bytes)"),
    ]

    private func compare() throws {
        let queue = try DatabaseQueue(path: synthetic)
        defer { try? queue.close() }
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "ATTACH ? AS taken", arguments: [taken])
            for (table, columns) in Self.tables {
                let (made, taken) = ("SELECT \(columns) FROM main.\(table)", "SELECT \(columns) FROM taken.\(table)")
                let differences = try Int.fetchOne(
                    db,
                    sql: """
                        SELECT count(*) FROM (
                            SELECT * FROM (\(made) EXCEPT \(taken)) UNION ALL SELECT * FROM (\(taken) EXCEPT \(made)))
                        """)
                guard differences == 0 else {
                    throw CannotMeasure("\(differences ?? 0) rows of \(table) are not those that the collector derives")
                }
            }
        }
    }
}
