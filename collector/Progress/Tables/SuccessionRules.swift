import Dossiers
import Registry

/// What makes successions fit each other and the offices.
enum SuccessionRules {
    /// What is wrong with `succession`, one of those in `records`; nil where it fits.
    static func problem(with succession: Succession, in records: SiteRecords) -> String? {
        let (from, to, day) = (succession.predecessor, succession.successor, succession.day)
        for id in [from, to] where records.facts[id] == nil {
            return "the office \(id) is unknown; import it first with 'site import'"
        }
        if from == to { return "\(from) cannot follow itself; a change of name is a further row of 'site import'" }
        if let ring = ring(through: succession, among: records.successions) {
            return "the successions run in a ring: \(ring.map(\.rawValue).joined(separator: " → "))"
        }
        if let problem = contradiction(of: succession, among: records.successions) { return problem }
        if records.site(from, on: day.advanced(by: -1)) == nil {
            return "the predecessor \(from) is not there on \(day.advanced(by: -1)), the day before"
                + life(of: from, records)
        }
        if records.site(to, on: day) == nil {
            return "the successor \(to) is not there on \(day)\(life(of: to, records)); import it first with "
                + "'site import', valid from that day"
        }
        let isOver = records.site(from, on: day) == nil
        if succession.kind.endsPredecessor, !isOver {
            return "the predecessor \(from) is not closed on \(day) by a \(succession.kind.rawValue); give it that "
                + "closed_on with 'site import', or close it here with --close"
        }
        if !succession.kind.endsPredecessor, isOver {
            return "the predecessor \(from) is closed on \(day): what goes on after a part went over cannot be; a "
                + "predecessor that ends is merged or split"
        }
        return nil
    }

    /// What other successions say against it.
    private static func contradiction(of succession: Succession, among all: [Succession]) -> String? {
        let (from, to, day) = (succession.predecessor, succession.successor, succession.day)
        if all.contains(where: { $0.predecessor == to && $0.successor == from && $0.day == day }) {
            return "\(from) and \(to) follow each other on the same day"
        }
        let sameDay = all.filter { $0.predecessor == from && $0.day == day }
        if let other = sameDay.first(where: { $0.kind != succession.kind }) {
            return "\(from) has two kinds of successors on \(day): \(succession.kind.rawValue) (\(to)) and "
                + "\(other.kind.rawValue) (\(other.successor))"
        }
        switch succession.kind {
        case .merge, .rename:
            if let other = sameDay.first(where: { $0.successor != to }) {
                return "\(from) cannot go wholly into \(to) and into \(other.successor); an office that several follow "
                    + "is split"
            }
            let others = all.filter { $0.successor == to && $0.day == day && $0.predecessor != from }
            if succession.kind == .rename, let other = others.first {
                return "\(to) cannot be \(from) under a new name and follow \(other.predecessor) too; that is a merge"
            }
        case .split:
            if sameDay.count < 2 {
                return "\(from) is split, but only \(to) follows it on \(day); name the others too, or is it a merge?"
            }
        case .part: break
        }
        return nil
    }

    /// The offices of a ring of wholes that leads through `succession`, or nil.
    private static func ring(through succession: Succession, among all: [Succession]) -> [SiteID]? {
        guard succession.kind.endsPredecessor else { return nil }
        var origins: [SiteID: SiteID] = [succession.successor: succession.predecessor]
        var open = [succession.successor]
        while let site = open.popLast() {
            for next in all where next.predecessor == site && next.kind.endsPredecessor {
                if next.successor == succession.predecessor {
                    var path = [site]
                    while let before = origins[path[0]], before != succession.predecessor { path.insert(before, at: 0) }
                    return [succession.predecessor] + path + [succession.predecessor]
                }
                if origins[next.successor] == nil {
                    origins[next.successor] = site
                    open.append(next.successor)
                }
            }
        }
        return nil
    }

    private static func life(of site: SiteID, _ records: SiteRecords) -> String {
        guard let life = records.life(of: site) else { return "" }
        return " (it is from \(life.first)" + (life.last.map { " through \($0)" } ?? "") + ")"
    }
}
