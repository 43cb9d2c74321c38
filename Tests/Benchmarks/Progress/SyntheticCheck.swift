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
    /// Scopes of loads are compared by what they say, for their numbers are those of the order of arrival.
    private static let tables = [
        ("resultFact", "*"), ("counter", "*"), ("dossier", "*"), ("document", "*"), ("page", "*"), ("siteBlob", "*"),
        ("nameWord", "*"), ("blob", "id, digest, byteLength"), ("ownerWord", "rowid, *"),
        ("manifest", "id, sequence, site, dossierCode, sealedAt, state, isEffective"),
        ("receipt", "number, manifest, outcome"), ("acceptance", "*"), ("storedOnDay", "sum(contents), sum(bytes)"),
        ("loadScope", "kind, name, site"),
    ]

    private static let loads = [
        ("dossierFact", "procedure", "dossierCode, rows.site, day, isDigitised, papers, reusedPapers, pages"),
        ("sealing", "officer", "manifest, day, pages"), ("officerLoad", "scope", "day, submissions, dossiers, pages"),
        ("procedureLoad", "scope", "day, dossiers, digitised, pages"),
    ]

    /// What is compared of each table, as a query over the schema `schema`.
    private static func queries(_ schema: String) -> [(table: String, query: String)] {
        tables.map { table, columns in (table, "SELECT \(columns) FROM \(schema).\(table)") }
            + loads.map { table, scope, columns in
                (
                    table,
                    "SELECT \(columns), name, loadScope.site AS office FROM \(schema).\(table) AS rows "
                        + "JOIN \(schema).loadScope AS loadScope ON loadScope.id = rows.\(scope)"
                )
            }
    }

    private func compare() throws {
        let queue = try DatabaseQueue(path: synthetic)
        defer { try? queue.close() }
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "ATTACH ? AS taken", arguments: [taken])
            for ((table, made), (_, taken)) in zip(Self.queries("main"), Self.queries("taken")) {
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
