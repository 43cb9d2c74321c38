package import Dossiers
package import Foundation
import GRDB

/// What is known of the offices: dated facts, and the days from which offices are closed.
package struct SiteRecords: Sendable, Hashable {
    /// Facts by office, each list by the day from which it holds.
    package var facts: [SiteID: [Site]]
    /// The first day on which the office is no more.
    package var closings: [SiteID: CalendarDay]
    /// Which office follows which, by day, predecessor and successor.
    package var successions: [Succession]

    package init(
        facts: [SiteID: [Site]] = [:], closings: [SiteID: CalendarDay] = [:], successions: [Succession] = []
    ) {
        self.facts = facts
        self.closings = closings
        self.successions = successions
    }

    /// The office as it stands on `day`, or nil where there is none: unknown, not yet there, or closed.
    package func site(_ id: SiteID, on day: CalendarDay) -> Site? {
        if let closing = closings[id], closing <= day { return nil }
        return facts[id]?.last { $0.validFrom <= day }
    }

    /// The office as it stands on `day`, or nearest to it: before its end, or at its beginning. Nil where it is unknown.
    package func nearest(_ id: SiteID, to day: CalendarDay) -> Site? {
        guard let facts = facts[id] else { return nil }
        return site(id, on: day) ?? facts.last { $0.validFrom <= day } ?? facts.first
    }

    /// The offices as they stand on `day`, by identity.
    package func sites(on day: CalendarDay) -> [Site] {
        facts.keys.sorted().compactMap { site($0, on: day) }
    }

    /// The offices that there were on any day of the span, each as it stood on its last day in it.
    package func sites(from first: CalendarDay, through last: CalendarDay) -> [Site] {
        facts.keys.sorted().compactMap { id in
            let end = closings[id].map { min(last, $0.advanced(by: -1)) } ?? last
            return end < first ? nil : site(id, on: end)
        }
    }
}

/// What an import does to the offices.
package struct SiteChanges: Sendable, Hashable {
    /// Facts to add.
    package var added: [Site]
    /// Facts that replace one of the same office and day.
    package var corrected: [Site]
    /// Closings to set.
    package var closings: [SiteID: CalendarDay]
    /// How many facts were there already.
    package var unchanged: Int

    package init(
        added: [Site] = [], corrected: [Site] = [], closings: [SiteID: CalendarDay] = [:], unchanged: Int = 0
    ) {
        self.added = added
        self.corrected = corrected
        self.closings = closings
        self.unchanged = unchanged
    }
}

extension Registry {
    /// Everything known of the offices.
    package func siteRecords() throws(RegistryError) -> SiteRecords {
        try read { try SiteRecords($0) }
    }

    /// The offices as they stand on `day`, by identity.
    package func sites(on day: CalendarDay) throws(RegistryError) -> [Site] {
        try siteRecords().sites(on: day)
    }

    /// Changes the offices as `plan` says of what is there, all in one transaction, and notes it in the audit trail.
    ///
    /// - Parameters:
    ///   - actor: who does it.
    ///   - source: what it is done from, for the audit trail.
    ///   - plan: gets what is known; the changes, or the reason why nothing may be changed.
    package func changeSites<Refusal: Error>(
        by actor: String, from source: String, at moment: Date,
        plan: (SiteRecords) throws(Refusal) -> SiteChanges
    ) throws(RegistryError) -> Result<SiteChanges, Refusal> {
        try write { db in
            let records = try SiteRecords(db)
            let changes: SiteChanges
            do throws(Refusal) { changes = try plan(records) } catch { return .failure(error) }
            try changes.apply(to: db, records: records, by: actor, from: source, at: moment)
            return .success(changes)
        }
    }
}

extension SiteRecords {
    init(_ db: Database) throws {
        self.init()
        for row in try Row.fetchAll(db, sql: "SELECT id, closedOn FROM site WHERE closedOn IS NOT NULL") {
            if let id = SiteID(rawValue: row["id"]) { closings[id] = CalendarDay(number: row["closedOn"]) }
        }
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT site, validFrom, name, level, parent, statisticalCode, organisationCode, isExempt FROM siteFact
                ORDER BY site, validFrom
                """)
        for row in rows {
            guard let id = SiteID(rawValue: row["site"]), let level = Level(rawValue: row["level"]) else {
                throw RegistryError.damaged(reason: "a fact of an office cannot be read")
            }
            let parent: String? = row["parent"]
            facts[id, default: []].append(
                Site(
                    id: id, name: row["name"], level: level, parent: parent.flatMap(SiteID.init(rawValue:)),
                    statisticalCode: row["statisticalCode"], organisationCode: row["organisationCode"],
                    validFrom: CalendarDay(number: row["validFrom"]), isExempt: row["isExempt"]))
        }
        successions = try Succession.all(db)
    }
}

extension SiteRecords {
    /// Makes the office close on `day`, with a note in the audit trail.
    func close(
        _ id: SiteID, on day: CalendarDay, in db: Database, by actor: String, from source: String, at moment: Date
    ) throws {
        try db.execute(sql: "UPDATE site SET closedOn = ? WHERE id = ?", arguments: [day.number, id.rawValue])
        try AuditEntry(
            at: moment, actor: actor, action: "site.close", subject: id.rawValue,
            detail: "from \(day), before: \(closings[id]?.description ?? "open"); \(source)"
        ).insert(in: db)
    }
}

extension SiteChanges {
    fileprivate func apply(
        to db: Database, records: SiteRecords, by actor: String, from source: String, at moment: Date
    ) throws {
        // Offices before facts: a fact may name any of them as its parent.
        for id in Set(added.map(\.id)).sorted() where records.facts[id] == nil {
            try db.execute(sql: "INSERT INTO site (id) VALUES (?)", arguments: [id.rawValue])
        }
        for site in added {
            try db.execute(
                sql: """
                    INSERT INTO siteFact (site, validFrom, name, level, parent, statisticalCode, organisationCode,
                        isExempt)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    site.id.rawValue, site.validFrom.number, site.name, site.level.rawValue, site.parent?.rawValue,
                    site.statisticalCode, site.organisationCode, site.isExempt,
                ])
        }
        for site in corrected {
            try db.execute(
                sql: """
                    UPDATE siteFact SET name = ?, level = ?, parent = ?, statisticalCode = ?, organisationCode = ?,
                        isExempt = ?
                    WHERE site = ? AND validFrom = ?
                    """,
                arguments: [
                    site.name, site.level.rawValue, site.parent?.rawValue, site.statisticalCode, site.organisationCode,
                    site.isExempt, site.id.rawValue, site.validFrom.number,
                ])
            let former = records.facts[site.id]?.first { $0.validFrom == site.validFrom }
            try AuditEntry(
                at: moment, actor: actor, action: "site.correct", subject: site.id.rawValue,
                detail: "from \(site.validFrom): \(former?.auditText ?? "nothing") → \(site.auditText); \(source)"
            ).insert(in: db)
        }
        for (id, day) in closings.sorted(by: { $0.key < $1.key }) {
            try records.close(id, on: day, in: db, by: actor, from: source, at: moment)
        }
        if !added.isEmpty {
            try AuditEntry(
                at: moment, actor: actor, action: "site.import", subject: source, detail: "\(added.count) facts added"
            ).insert(in: db)
        }
    }
}

extension Site {
    fileprivate var auditText: String {
        let exemption = isExempt ? ", exempt" : ""
        return "“\(name)”, \(level.rawValue), parent \(parent?.rawValue ?? "none"), "
            + "code \(statisticalCode ?? "none"), organisation \(organisationCode ?? "none")\(exemption)"
    }
}
