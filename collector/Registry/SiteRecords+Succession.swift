package import Dossiers

extension SiteRecords {
    /// The offices whose figures are in those of `site` on `day`: merged into it or renamed to it by then, directly or
    /// over others, by identity.
    package func predecessors(of site: SiteID, on day: CalendarDay) -> [SiteID] {
        var found: Set<SiteID> = []
        var open = [site]
        while let next = open.popLast() {
            for succession in successions
            where succession.successor == next && succession.kind.rollsUp && succession.day <= day {
                if found.insert(succession.predecessor).inserted { open.append(succession.predecessor) }
            }
        }
        return found.sorted()
    }

    /// The offices of which the successor or one of `predecessors(of:on:)` got a part by `day`, by identity: their
    /// figures are in none of those.
    package func sourcesOfParts(of site: SiteID, on day: CalendarDay) -> [SiteID] {
        let whole = Set(predecessors(of: site, on: day) + [site])
        return Set(
            successions.filter { whole.contains($0.successor) && !$0.kind.rollsUp && $0.day <= day }.map(\.predecessor)
        ).subtracting(whole).sorted()
    }

    /// The office in which the history of `site` goes on on `day`: itself where it was not merged or renamed by then.
    package func successor(of site: SiteID, on day: CalendarDay) -> SiteID {
        var site = site
        // No chain is longer than all successions.
        for _ in successions {
            guard let next = successions.first(where: { $0.predecessor == site && $0.kind.rollsUp && $0.day <= day })
            else { break }
            site = next.successor
        }
        return site
    }

    /// The successions that the office is part of, as successor or predecessor.
    package func successions(of site: SiteID) -> [Succession] {
        successions.filter { $0.predecessor == site || $0.successor == site }
    }

    /// The days on which there is the office; the last day is nil while it goes on. Nil where it is unknown.
    package func life(of site: SiteID) -> (first: CalendarDay, last: CalendarDay?)? {
        guard let first = facts[site]?.first?.validFrom else { return nil }
        return (first, closings[site]?.advanced(by: -1))
    }

    /// The first day without offices of the level, where there are none any more on `day`; nil where there are, and where
    /// there never were.
    package func end(of level: Level, by day: CalendarDay) -> CalendarDay? {
        guard !sites(on: day).contains(where: { $0.level == level }) else { return nil }
        return facts.compactMap { id, facts -> CalendarDay? in
            guard let index = facts.lastIndex(where: { $0.level == level && $0.validFrom <= day }) else { return nil }
            let next = index + 1 < facts.count ? facts[index + 1].validFrom : nil
            return [next, closings[id]].compactMap { $0 }.min()
        }.max()
    }
}
