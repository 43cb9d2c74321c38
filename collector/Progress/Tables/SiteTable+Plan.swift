import Dossiers
package import Registry

extension SiteTable {
    /// What importing the table does to the offices in `records`: new facts are added, what is there already is left.
    ///
    /// - Parameter correcting: whether facts that are there with other values for the same day may be overwritten.
    /// - Throws: everything in the table that does not fit what is known.
    package func plan(for records: SiteRecords, correcting: Bool) throws(ImportFailure) -> SiteChanges {
        var changes = SiteChanges()
        var problems: [ImportProblem] = []
        var latest: [SiteID: Site] = [:]
        for entry in entries.sorted(by: { $0.site.validFrom < $1.site.validFrom }) {
            let fact = entry.fact(after: records.facts[entry.site.id] ?? [], and: latest[entry.site.id])
            latest[fact.id] = fact
            switch records.facts[fact.id]?.first(where: { $0.validFrom == fact.validFrom }) {
            case nil: changes.added.append(fact)
            case fact?: changes.unchanged += 1
            case let known?:
                if correcting {
                    changes.corrected.append(fact)
                } else {
                    problems.append(entry.conflict(with: known, stated: fact))
                }
            }
            plan(closing: entry, known: records.closings[fact.id], correcting, &changes, &problems)
        }
        let result = records.applying(changes)
        problems += checkTree(of: result, from: entries.map(\.site.validFrom).min())
        problems += checkSuccessions(of: result)
        problems.sort { ($0.line ?? 0) < ($1.line ?? 0) }
        if !problems.isEmpty { throw ImportFailure(file: file, problems: problems) }
        return changes
    }

    private func plan(
        closing entry: Entry, known: CalendarDay?, _ correcting: Bool, _ changes: inout SiteChanges,
        _ problems: inout [ImportProblem]
    ) {
        guard let day = entry.closedOn, day != known else { return }
        if let other = changes.closings[entry.site.id], other != day {
            problems.append(
                ImportProblem(
                    line: entry.line, column: "closed_on",
                    Wording(
                        "\(entry.site.id) is closed on \(other) in another row",
                        "ở dòng khác, \(entry.site.id) kết thúc hoạt động ngày \(other.vietnamese)")))
        } else if let known, !correcting {
            problems.append(
                ImportProblem(
                    line: entry.line, column: "closed_on",
                    Wording(
                        "\(entry.site.id) is closed on \(known) already; to correct that, import with --correct",
                        "\(entry.site.id) đã kết thúc hoạt động ngày \(known.vietnamese); muốn sửa phải đồng ý thay số liệu đã có"
                    )))
        } else {
            changes.closings[entry.site.id] = day
        }
    }

    /// Checks that what is known of successions of the offices in the file still holds.
    private func checkSuccessions(of records: SiteRecords) -> [ImportProblem] {
        let lines = Dictionary(entries.map { ($0.site.id, $0.line) }) { $1 }
        return records.successions.compactMap { succession in
            guard let line = lines[succession.predecessor] ?? lines[succession.successor],
                let problem = SuccessionRules.problem(with: succession, in: records)
            else { return nil }
            return ImportProblem(line: line, problem.asKnownSuccession)
        }
    }

    /// Checks parents on each day on which something changes: they are there, not below their children, and in no ring.
    private func checkTree(of records: SiteRecords, from first: CalendarDay?) -> [ImportProblem] {
        guard let first else { return [] }
        let days = Set(records.facts.values.flatMap { $0.map(\.validFrom) }.filter { $0 >= first }).sorted()
        var seen: Set<ImportProblem> = []
        return days.flatMap { day in
            let sites = Dictionary(uniqueKeysWithValues: records.sites(on: day).map { ($0.id, $0) })
            return sites.values.compactMap { site in problem(with: site, among: sites, on: day, records) }
        }.filter { seen.insert($0).inserted }
    }

    private func problem(
        with site: Site, among sites: [SiteID: Site], on day: CalendarDay, _ records: SiteRecords
    ) -> ImportProblem? {
        guard let parentID = site.parent else { return nil }
        func refuse(_ wording: Wording) -> ImportProblem {
            // The row at fault is the child's, or the parent's where the child was there before.
            let rows = entries.filter { $0.site.id == site.id && $0.site.validFrom <= day }
            let row = rows.max { $0.site.validFrom < $1.site.validFrom } ?? entries.last { $0.site.id == parentID }
            return ImportProblem(line: row?.line, column: "parent_id", wording)
        }
        if parentID == site.id {
            return refuse(Wording("\(site.id) is its own parent", "\(site.id) trực thuộc chính nó"))
        }
        guard let parent = sites[parentID] else {
            guard let facts = records.facts[parentID] else {
                return refuse(
                    Wording(
                        "the parent \(parentID) of \(site.id) is unknown; it must be in the file or imported before",
                        "chưa có đơn vị cấp trên \(parentID) của \(site.id); đơn vị đó phải có trong tệp hoặc được nhập "
                            + "trước"))
            }
            // A parent that closes leaves its children without one: they get another with a later fact.
            if let closing = records.closings[parentID], closing <= day, site.validFrom < closing { return nil }
            let closing = records.closings[parentID]
            return refuse(
                Wording(
                    "the parent \(parentID) of \(site.id) is not there on \(day) (it is from \(facts[0].validFrom)"
                        + (closing.map { " until \($0)" } ?? "") + ")",
                    "ngày \(day.vietnamese) không có đơn vị cấp trên \(parentID) của \(site.id) (có từ "
                        + facts[0].validFrom.vietnamese + (closing.map { " đến trước \($0.vietnamese)" } ?? "") + ")"))
        }
        if isInRing(site, sites) {
            return refuse(
                Wording(
                    "\(site.id) is above itself: its parents form a ring",
                    "\(site.id) là cấp trên của chính nó: các đơn vị trực thuộc nhau thành vòng"))
        }
        if parent.level > site.level {
            return refuse(
                Wording(
                    "the parent \(parentID) is of level \(parent.level.rawValue), below \(site.id) "
                        + "(\(site.level.rawValue))",
                    "đơn vị cấp trên \(parentID) là \(parent.level.vietnamese), thấp hơn \(site.id) "
                        + "(\(site.level.vietnamese))"))
        }
        return nil
    }

    private func isInRing(_ site: Site, _ sites: [SiteID: Site]) -> Bool {
        var above = site.parent
        for _ in 0..<sites.count {
            guard let id = above, id != site.id else { return above == site.id }
            above = sites[id]?.parent
        }
        return false
    }
}

extension SiteTable.Entry {
    /// The row's fact; where it does not speak of exemption or of organisation codes, what held before goes on.
    ///
    /// - Parameter latest: the fact of the row before it of the same office.
    fileprivate func fact(after facts: [Site], and latest: Site?) -> Site {
        var fact = site
        let known = facts.filter { $0.validFrom <= site.validFrom } + (latest.map { [$0] } ?? [])
        let former = known.max { $0.validFrom < $1.validFrom }
        if isExempt == nil { fact.isExempt = former?.isExempt ?? false }
        if !saysOrganisation { fact.organisationCode = former?.organisationCode }
        return fact
    }

    fileprivate func conflict(with known: Site, stated: Site) -> ImportProblem {
        var differences: [String] = []
        func compare(_ column: String, _ known: String?, _ stated: String?) {
            if known != stated {
                differences.append("\(column) “\(known ?? "")” becomes “\(printable(stated ?? ""))”")
            }
        }
        compare("name", known.name, stated.name)
        compare("level", known.level.rawValue, stated.level.rawValue)
        compare("parent_id", known.parent?.rawValue, stated.parent?.rawValue)
        compare("gso_code", known.statisticalCode, stated.statisticalCode)
        compare("org_code", known.organisationCode, stated.organisationCode)
        compare("exempt", known.isExempt ? "1" : "0", stated.isExempt ? "1" : "0")
        let list = differences.joined(separator: "; ")
        return ImportProblem(
            line: line,
            Wording(
                "\(site.id) is known from \(site.validFrom) with other values (\(list)); a change gets a later "
                    + "valid_from, a correction is imported with --correct",
                "\(site.id) từ ngày \(site.validFrom.vietnamese) đã có với nội dung khác (\(list)); thay đổi thì ghi "
                    + "valid_from muộn hơn, đính chính thì phải đồng ý thay số liệu đã có"))
    }
}

extension SiteRecords {
    /// What is known once `changes` are made.
    func applying(_ changes: SiteChanges) -> SiteRecords {
        var result = self
        for site in changes.added { result.facts[site.id, default: []].append(site) }
        for site in changes.corrected {
            result.facts[site.id]?.removeAll { $0.validFrom == site.validFrom }
            result.facts[site.id]?.append(site)
        }
        for id in result.facts.keys { result.facts[id]?.sort { $0.validFrom < $1.validFrom } }
        result.closings.merge(changes.closings) { $1 }
        return result
    }
}
