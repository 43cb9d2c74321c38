import Dossiers

/// What counts of a result, however often it was scanned.
struct ResultFact: Hashable {
    var authority: OpaqueText
    var level: Level
    /// Where it was scanned first.
    var site: SiteID
    var firstDay: CalendarDay
    /// The day of issue, else the first sealing.
    var resolvedDay: CalendarDay
    var inForce: Bool

    /// What one document of a complete manifest says of the result.
    struct Statement: Hashable {
        let site: SiteID
        let dossier: DossierCode
        let order: SealOrder
        let position: Int
        let isEffective: Bool
        let authority: OpaqueText
        let level: Level
        let issuedOn: CalendarDay?
        let inForce: Bool
    }

    /// The last effective statement says what the result is. It counts from the day and the site of the first
    /// statement in any dossier that still names it: a correction of the dossier does not make the paper younger.
    ///
    /// - Returns: nil when no effective manifest names the result.
    static func derive(from statements: [Statement]) -> ResultFact? {
        let standing = statements.filter(\.isEffective)
        let dossiers = Set(standing.map { Place(site: $0.site, dossier: $0.dossier) })
        guard let last = standing.max(by: isBefore),
            let first = statements.filter({ dossiers.contains(Place(site: $0.site, dossier: $0.dossier)) })
                .min(by: isBefore)
        else { return nil }
        return ResultFact(
            authority: last.authority, level: last.level, site: first.site, firstDay: first.order.day,
            resolvedDay: last.issuedOn ?? first.order.day, inForce: last.inForce)
    }

    private struct Place: Hashable {
        let site: SiteID
        let dossier: DossierCode
    }

    private static func isBefore(_ a: Statement, _ b: Statement) -> Bool {
        (a.order, a.position) < (b.order, b.position)
    }
}

extension SealOrder {
    /// The day of sealing in Việt Nam.
    var day: CalendarDay { CalendarDay(.init(seconds: sealedAt)) }
}
