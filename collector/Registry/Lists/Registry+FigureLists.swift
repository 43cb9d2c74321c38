import Dossiers
import Foundation
import GRDB

extension Registry {
    /// What a figure was counted from, the latest day first: exactly as many items as its counters say.
    package func items(_ list: FigureList) throws(RegistryError) -> [CountedItem] {
        try read { db in
            guard list.limit > 0 else { return [] }
            switch list.kind {
            case .dossiers(let site):
                return try Self.dossiers("site = ?", [site.rawValue], at: site, onlyDigitised: false, list, in: db)
            case .digitisedDossiers(let site):
                return try Self.dossiers("site = ?", [site.rawValue], at: site, onlyDigitised: true, list, in: db)
            case .procedure(let code, let site, let onlyDigitised):
                guard let scope = try LoadScope(.procedure, code, at: site).known(in: db) else { return [] }
                return try Self.dossiers(
                    "procedure = ?", [scope], at: site, onlyDigitised: onlyDigitised, list, in: db)
            case .submissions(let officer, let site):
                return try Self.submissions(of: officer, at: site, onlyFirst: false, list, in: db)
            case .firstSubmissions(let officer, let site):
                return try Self.submissions(of: officer, at: site, onlyFirst: true, list, in: db)
            case .results(let site):
                return try Self.results("site = ?", [site.rawValue], day: "resolvedDay", list, in: db)
            case .resultsInForce(let authority, let level):
                return try Self.results(
                    "inForce AND authority = ? AND level = ?", [authority, level.rawValue], day: "firstDay", list,
                    in: db)
            }
        }
    }

    private static func dossiers(
        _ condition: String, _ scope: StatementArguments, at site: SiteID, onlyDigitised: Bool, _ list: FigureList,
        in db: Database
    ) throws -> [CountedItem] {
        let (span, values) = span(of: list, day: "day", key: "dossierCode")
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT dossierCode, day, isDigitised FROM dossierFact
                WHERE \(condition) AND isDigitised >= ? AND \(span) ORDER BY day DESC, dossierCode DESC LIMIT ?
                """,
            arguments: scope + [onlyDigitised] + values + [list.limit])
        return try rows.map { row in
            let code: DossierCode = try row.value("dossierCode")
            let day = CalendarDay(number: row["day"])
            return CountedItem(
                day: day, dossier: code, site: site, isDigitised: row["isDigitised"],
                place: FigureList.Place(day: day, key: code.rawValue))
        }
    }

    /// What an officer sealed. It is the first when nothing that came through was sealed before it: of the same content
    /// at the office, or of the dossier anywhere.
    private static func submissions(
        of officer: Int64, at site: SiteID, onlyFirst: Bool, _ list: FigureList, in db: Database
    ) throws -> [CountedItem] {
        let (span, values) = span(
            of: list, day: "sealing.day", key: "sealing.manifest", bound: "CAST(? AS INTEGER)")
        let rivals = onlyFirst ? "1" : "n.site = m.site AND n.contentDigest = m.contentDigest"
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT m.dossierCode, sealing.day, m.id,
                    (SELECT isDigitised FROM dossierFact AS f WHERE f.dossierCode = m.dossierCode) AS isDigitised
                FROM sealing JOIN loadScope AS officer ON officer.id = sealing.officer
                    CROSS JOIN manifest AS m ON m.id = sealing.manifest
                WHERE sealing.officer = ? AND officer.kind = 'officer' AND officer.site = ? AND \(span)
                    AND NOT EXISTS (
                        SELECT 1 FROM manifest AS n WHERE n.dossierCode = m.dossierCode AND n.state = 'complete'
                            AND \(rivals) AND (n.sealedAt, n.digest) < (m.sealedAt, m.digest))
                ORDER BY sealing.day DESC, sealing.manifest DESC LIMIT ?
                """, arguments: [officer, site.rawValue] + values + [list.limit])
        return try rows.map { row in
            let (day, id): (CalendarDay, Int64) = (CalendarDay(number: row["day"]), row["id"])
            return CountedItem(
                day: day, dossier: try row.value("dossierCode"), site: site, isDigitised: row["isDigitised"],
                place: FigureList.Place(day: day, key: "\(id)"))
        }
    }

    private static func results(
        _ condition: String, _ scope: StatementArguments, day: String, _ list: FigureList, in db: Database
    ) throws -> [CountedItem] {
        let (span, values) = span(of: list, day: day, key: "key")
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT key, \(day) AS day FROM resultFact
                WHERE \(condition) AND \(span) ORDER BY \(day) DESC, key DESC LIMIT ?
                """,
            arguments: scope + values + [list.limit])
        // The paper as it was stated last: a result's fact says the same.
        let statement = try db.cachedStatement(
            sql: """
                SELECT manifest.dossierCode, manifest.site, document.type, document.number
                FROM document JOIN manifest ON manifest.id = document.manifest
                WHERE document.resultKey = ? AND manifest.isEffective
                ORDER BY manifest.sealedAt DESC, manifest.digest DESC, document.position DESC LIMIT 1
                """)
        return try rows.map { row in
            let key: String = row["key"]
            guard let stated = try Row.fetchOne(statement, arguments: [key]) else {
                throw RegistryError.damaged(reason: "a result that counts is stated nowhere; run `recount`")
            }
            let day = CalendarDay(number: row["day"])
            return CountedItem(
                day: day, dossier: try stated.value("dossierCode"), site: try stated.value("site"), isDigitised: true,
                paperType: stated["type"], paperNumber: stated["number"], place: FigureList.Place(day: day, key: key))
        }
    }

    /// The days of a list, and where it goes on.
    ///
    /// - Parameter bound: how the key is compared, that is bound as a text.
    private static func span(
        of list: FigureList, day: String, key: String, bound: String = "?"
    ) -> (String, StatementArguments) {
        let first = list.first?.number ?? Int(Int32.min)
        guard let after = list.after else { return ("\(day) BETWEEN ? AND ?", [first, list.last.number]) }
        return (
            "\(day) BETWEEN ? AND ? AND (\(day), \(key)) < (?, \(bound))",
            [first, min(list.last, after.day).number, after.day.number, after.key]
        )
    }
}
