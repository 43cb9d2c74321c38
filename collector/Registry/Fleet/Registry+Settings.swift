package import Dossiers
package import Exchange
package import Foundation
import GRDB

/// Settings for stations, as they were set for an office and those below it, or for the province.
package struct SettingsRecord: Sendable, Hashable {
    package var number: Int
    /// Nil for the province.
    package var scope: SiteID?
    package var setAt: Date
    package var setBy: String
    package var settings: StationSettings
}

/// What holds for one office, and where each part of it was set.
package struct EffectiveSettings: Sendable, Hashable {
    /// The number of the latest settings in the collector, of whatever scope: it never goes back, also when an office
    /// comes under another.
    package var number: Int
    package var setAt: Date
    package var settings: StationSettings
    /// The records it is made of, the nearest first.
    package var sources: [SettingsRecord]
}

extension Registry {
    /// Sets what holds for an office and those below it; empty settings take back what was set.
    ///
    /// The number is the time, or one more than the last: so that it goes up also after the index was put back to an
    /// earlier state, and stations that have seen more take what is set next.
    /// - Throws: `unknownSite`.
    @discardableResult
    package func set(
        _ settings: StationSettings, for scope: SiteID?, by actor: String, at now: Date
    ) throws(RegistryError) -> SettingsRecord {
        try write { db in
            if let scope, try SiteState.fetch(scope, in: db) == nil { throw RegistryError.unknownSite(scope) }
            let last = try Int.fetchOne(db, sql: "SELECT max(number) FROM stationSettings") ?? 0
            let record = SettingsRecord(
                number: max(last + 1, now.seconds), scope: scope, setAt: Date(seconds: now.seconds), setBy: actor,
                settings: settings)
            try db.execute(
                sql: "INSERT INTO stationSettings (number, scope, setAt, setBy, content) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    record.number, scope?.rawValue, now.seconds, actor,
                    String(decoding: try Wire.encode(settings), as: UTF8.self),
                ])
            // Which settings, never whom they name.
            let names = [
                settings.bandwidth.map { "bandwidth \($0)" }, settings.profile.map { "profile \($0)" },
                settings.officers.map { "\($0.count) officers" },
            ].compactMap { $0 }
            try AuditEntry(
                at: now, actor: actor, action: "settings.set", subject: scope?.rawValue ?? "province",
                detail: "number \(record.number): " + (names.isEmpty ? "taken back" : names.joined(separator: ", ")),
                site: scope
            ).insert(in: db)
            return record
        }
    }

    /// The settings that stand, the latest of each scope, the province's first.
    package func settingsRecords() throws(RegistryError) -> [SettingsRecord] {
        try read { try SettingsRecord.standing(in: $0) }.filter { !$0.settings.isEmpty }
    }

    /// What holds for the stations of an office; nil before anything was ever set.
    ///
    /// Nearest is what was set for the office, then for those above it, at last for the province.
    package func effectiveSettings(of site: SiteID, on day: CalendarDay) throws(RegistryError) -> EffectiveSettings? {
        let standing = try read { try SettingsRecord.standing(in: $0) }
        guard let latest = standing.max(by: { $0.number < $1.number }) else { return nil }
        let records = try siteRecords()
        var scopes: [SiteID?] = []
        var next: SiteID? = site
        while let id = next, !scopes.contains(id) {
            scopes.append(id)
            next = (records.site(id, on: day) ?? records.facts[id]?.last)?.parent
        }
        scopes.append(nil)
        let sources = scopes.compactMap { scope in standing.first { $0.scope == scope && !$0.settings.isEmpty } }
        return EffectiveSettings(
            number: latest.number, setAt: latest.setAt,
            settings: sources.reversed().reduce(StationSettings()) { $1.settings.over($0) }, sources: sources)
    }
}

extension SettingsRecord {
    fileprivate static func standing(in db: Database) throws -> [SettingsRecord] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT number, scope, setAt, setBy, content FROM stationSettings
                WHERE number IN (SELECT max(number) FROM stationSettings GROUP BY scope) ORDER BY scope
                """
        ).map { row in
            let text: String = row["content"]
            guard let settings = try? Wire.decode(StationSettings.self, from: Data(text.utf8)) else {
                throw RegistryError.damaged(reason: "settings of stations are unreadable")
            }
            return SettingsRecord(
                number: row["number"], scope: try row.optionalValue("scope"), setAt: row.date("setAt"),
                setBy: row["setBy"], settings: settings)
        }
    }
}
