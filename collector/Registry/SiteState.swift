import Dossiers
import GRDB

/// What enrolment and intake must know of a site.
struct SiteState {
    let name: String
    let level: Level
    let closedOn: CalendarDay?

    func isClosed(on day: CalendarDay) -> Bool { closedOn.map { $0 <= day } ?? false }

    /// The site as it stands last, or nil when there is none.
    static func fetch(_ site: SiteID, in db: Database) throws -> SiteState? {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT siteFact.name, siteFact.level, site.closedOn
                FROM site JOIN siteFact ON siteFact.site = site.id
                WHERE site.id = ? ORDER BY siteFact.validFrom DESC LIMIT 1
                """, arguments: [site.rawValue])
        guard let row else { return nil }
        let closedOn: Int? = row["closedOn"]
        return SiteState(
            name: row["name"], level: try row.value("level"), closedOn: closedOn.map { CalendarDay(number: $0) })
    }
}
