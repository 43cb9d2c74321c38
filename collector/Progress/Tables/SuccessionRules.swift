import Dossiers
import Registry

/// What makes successions fit each other and the offices.
enum SuccessionRules {
    /// What is wrong with `succession`, one of those in `records`; nil where it fits.
    static func problem(with succession: Succession, in records: SiteRecords) -> Wording? {
        let (from, to, day) = (succession.predecessor, succession.successor, succession.day)
        for id in [from, to] where records.facts[id] == nil {
            return Wording(
                "the office \(id) is unknown; import it first with 'site import'",
                "chưa có đơn vị \(id); hãy nhập đơn vị trước")
        }
        if from == to {
            return Wording(
                "\(from) cannot follow itself; a change of name is a further row of 'site import'",
                "\(from) không thể kế thừa chính nó; đổi tên đơn vị thì thêm một dòng khi nhập đơn vị")
        }
        if let ring = ring(through: succession, among: records.successions) {
            let list = ring.map(\.rawValue).joined(separator: " → ")
            return Wording("the successions run in a ring: \(list)", "các kế thừa nối nhau thành vòng: \(list)")
        }
        if let problem = contradiction(of: succession, among: records.successions) { return problem }
        if records.site(from, on: day.advanced(by: -1)) == nil {
            let (before, life) = (day.advanced(by: -1), life(of: from, records))
            return Wording(
                "the predecessor \(from) is not there on \(before), the day before\(life.english)",
                "không có đơn vị trước \(from) vào ngày liền trước, \(before.vietnamese)\(life.vietnamese)")
        }
        if records.site(to, on: day) == nil {
            let life = life(of: to, records)
            return Wording(
                "the successor \(to) is not there on \(day)\(life.english); import it first with 'site import', valid "
                    + "from that day",
                "không có đơn vị sau \(to) vào ngày \(day.vietnamese)\(life.vietnamese); hãy nhập đơn vị đó trước, có từ "
                    + "ngày này")
        }
        let isOver = records.site(from, on: day) == nil
        if succession.kind.endsPredecessor, !isOver {
            return Wording(
                "the predecessor \(from) is not closed on \(day) by a \(succession.kind.rawValue); give it that "
                    + "closed_on with 'site import', or close it here with --close",
                "đơn vị trước \(from) chưa kết thúc hoạt động vào ngày \(day.vietnamese); hãy ghi closed_on là ngày đó khi "
                    + "nhập đơn vị")
        }
        if !succession.kind.endsPredecessor, isOver {
            return Wording(
                "the predecessor \(from) is closed on \(day): what goes on after a part went over cannot be; a "
                    + "predecessor that ends is merged or split",
                "đơn vị trước \(from) kết thúc hoạt động ngày \(day.vietnamese) nên không thể là tách một phần; đơn vị kết "
                    + "thúc thì được sáp nhập (merge) hoặc chia (split)")
        }
        return nil
    }

    /// What other successions say against it.
    private static func contradiction(of succession: Succession, among all: [Succession]) -> Wording? {
        let (from, to, day) = (succession.predecessor, succession.successor, succession.day)
        if all.contains(where: { $0.predecessor == to && $0.successor == from && $0.day == day }) {
            return Wording(
                "\(from) and \(to) follow each other on the same day",
                "\(from) và \(to) kế thừa lẫn nhau trong cùng một ngày")
        }
        let sameDay = all.filter { $0.predecessor == from && $0.day == day }
        if let other = sameDay.first(where: { $0.kind != succession.kind }) {
            return Wording(
                "\(from) has two kinds of successors on \(day): \(succession.kind.rawValue) (\(to)) and "
                    + "\(other.kind.rawValue) (\(other.successor))",
                "\(from) có hai hình thức kế thừa vào ngày \(day.vietnamese): \(succession.kind.rawValue) (\(to)) và "
                    + "\(other.kind.rawValue) (\(other.successor))")
        }
        switch succession.kind {
        case .merge, .rename:
            if let other = sameDay.first(where: { $0.successor != to }) {
                return Wording(
                    "\(from) cannot go wholly into \(to) and into \(other.successor); an office that several follow is "
                        + "split",
                    "\(from) không thể nhập toàn bộ vào cả \(to) và \(other.successor); nhiều đơn vị kế thừa thì là chia "
                        + "(split)")
            }
            let others = all.filter { $0.successor == to && $0.day == day && $0.predecessor != from }
            if succession.kind == .rename, let other = others.first {
                return Wording(
                    "\(to) cannot be \(from) under a new name and follow \(other.predecessor) too; that is a merge",
                    "\(to) không thể vừa là \(from) đổi tên vừa kế thừa \(other.predecessor); như vậy là sáp nhập (merge)"
                )
            }
        case .split:
            if sameDay.count < 2 {
                return Wording(
                    "\(from) is split, but only \(to) follows it on \(day); name the others too, or is it a merge?",
                    "\(from) được chia nhưng ngày \(day.vietnamese) chỉ có \(to) kế thừa; hãy ghi cả các đơn vị khác, hay "
                        + "đây là sáp nhập (merge)?")
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

    private static func life(of site: SiteID, _ records: SiteRecords) -> Wording {
        guard let life = records.life(of: site) else { return Wording("", "") }
        return Wording(
            " (it is from \(life.first)" + (life.last.map { " through \($0)" } ?? "") + ")",
            " (có từ \(life.first.vietnamese)" + (life.last.map { " đến \($0.vietnamese)" } ?? "") + ")")
    }
}

extension Wording {
    /// What is wrong with a succession that is known, not with one of the file.
    var asKnownSuccession: Wording {
        Wording(
            "\(english) (known succession, see 'site succession list')", "\(vietnamese) (quan hệ kế thừa đã có)")
    }
}
