import Dossiers
import Foundation
import GRDB

/// A query for dossiers as a question to the tables: one criterion leads, over its index, and the others filter.
struct DossierSearch {
    /// Whether names are looked for as given, or those spelt nearly alike too.
    enum Spelling { case exact, approximate }

    /// The criterion whose index is walked over, from the one that finds the fewest.
    private enum Lead {
        case identityNumber(String)
        case paperNumber(String)
        case code
        /// Names of the owners of few offices, read one by one.
        case namesOfOffices(Set<SiteID>)
        case names(match: String)
        /// Names of the owners of the newest, read one by one: of manifests after this one.
        case newestNames(after: Int64)
        case paperType(String)
        case procedure(String)
        case arrival
    }

    private let query: DossierQuery
    private let lead: Lead
    private var conditions: [String] = []
    private var values: StatementArguments = []

    /// The names of so many offices are read one by one: that is less than is found by name in the whole province.
    private static let fewOffices = 3

    /// So many of the newest are looked at first for a name. One that is common is found often enough among them, and
    /// of one that is rarer the index of names has a list that is short enough.
    static let newest = 5000

    /// Nil where nothing can be found.
    init?(_ query: DossierQuery, spelling: Spelling, in db: Database) throws {
        try self.init(query, spelling, newest: nil, in: db)
    }

    /// A search by name that looks at the newest only, as many as `count`, and reads their names one by one: what it
    /// finds is the beginning of what a search of all finds. Nil where another criterion finds fewer.
    ///
    /// - Parameter count: how many.
    init?(_ query: DossierQuery, among count: Int, in db: Database) throws {
        try self.init(query, .exact, newest: count, in: db)
        guard case .newestNames = lead else { return nil }
    }

    private init?(_ query: DossierQuery, _ spelling: Spelling, newest: Int?, in db: Database) throws {
        self.query = query
        let words = NameWords.words(of: query.ownerName.map { searchKey(of: $0) } ?? "")
        if query.ownerName != nil, words.isEmpty { return nil }
        if let sites = query.sites, sites.isEmpty { return nil }
        let names = words.isEmpty ? nil : try NameMatch(words, spelling, in: db)
        let lead = Self.lead(query, names?.match, spelling)
        if let newest, case .names = lead {
            self.lead = .newestNames(after: try Self.end(of: query, in: db) - Int64(newest) - 1)
        } else {
            self.lead = lead
        }
        addLead()
        addFilters(words, names, spelling)
    }

    /// The number of the first arrival that is too new for the list.
    private static func end(of query: DossierQuery, in db: Database) throws -> Int64 {
        if case .arrival(let last) = query.after { return last }
        return (try Int64.fetchOne(db, sql: "SELECT max(id) FROM manifest") ?? 0) + 1
    }

    private static func lead(_ query: DossierQuery, _ match: String?, _ spelling: Spelling) -> Lead {
        if let number = query.identityNumber { return .identityNumber(number) }
        if let number = query.paperNumber { return .paperNumber(number) }
        if let code = query.code, match == nil || DossierCode(rawValue: code.uppercased()) != nil { return .code }
        if let match {
            if spelling == .exact, let sites = query.sites, sites.count <= fewOffices { return .namesOfOffices(sites) }
            return .names(match: match)
        }
        if let type = query.paperType { return .paperType(type) }
        if let procedure = query.procedure { return .procedure(procedure) }
        return .arrival
    }

    // MARK: Conditions

    private mutating func add(_ condition: String, _ values: StatementArguments = []) {
        conditions.append(condition)
        self.values += values
    }

    private mutating func addLead() {
        switch lead {
        case .identityNumber(let number): add("d.ownerIdentityHash = identityHash(?)", [number])
        case .paperNumber(let number): add("p.number = ?", [number])
        case .namesOfOffices(let sites): add("d.site IN \(Self.marks(sites))", Self.values(sites))
        case .names(let match): add("ownerWord MATCH ?", [match])
        case .newestNames(let number): add("d.manifest > ?", [number])
        case .paperType(let type): add("p.type = ?", [type])
        case .procedure(let procedure): add("d.procedure = ?", [procedure])
        case .code, .arrival: break
        }
    }

    private mutating func addFilters(_ words: [Substring], _ names: NameMatch?, _ spelling: Spelling) {
        if statesSomething {
            add("m.isEffective")
        } else if case .arrival = lead {
            // Once each: a dossier that has several manifests stands where its latest arrived.
            add(
                """
                NOT EXISTS (SELECT 1 FROM manifest AS n
                    WHERE n.dossierCode = m.dossierCode AND n.site = m.site AND n.id > m.id)
                """)
        }
        if let code = query.code {
            // Codes are ASCII, and "~" comes after all that may stand in one.
            let prefix = code.uppercased()
            add("m.dossierCode >= ? AND m.dossierCode < ?", [prefix, prefix + "~"])
        }
        if let sites = query.sites { add("m.site IN \(Self.marks(sites))", Self.values(sites)) }
        addNameFilter(words, names, spelling)
        if let procedure = query.procedure {
            add("EXISTS (SELECT 1 FROM dossier AS f WHERE f.manifest = m.id AND f.procedure = ?)", [procedure])
        }
        if query.paperType != nil || query.paperNumber != nil {
            let (type, number) = (query.paperType, query.paperNumber)
            add(
                """
                EXISTS (SELECT 1 FROM document AS f WHERE f.manifest = m.id
                    AND (? IS NULL OR f.type = ?) AND (? IS NULL OR f.number = ?))
                """, [type, type, number, number])
        }
        if let days = query.received { addDays(days) }
    }

    private mutating func addNameFilter(_ words: [Substring], _ names: NameMatch?, _ spelling: Spelling) {
        guard let names else { return }
        switch (lead, spelling) {
        case (.names, _): if !names.rest.isEmpty { addWords(names.rest) }
        case (_, .exact): addWords(words)
        case (_, .approximate): add("m.id IN (SELECT rowid FROM ownerWord WHERE ownerWord MATCH ?)", [names.match])
        }
    }

    private mutating func addWords(_ words: [Substring]) {
        add(
            "EXISTS (SELECT 1 FROM dossier AS f WHERE f.manifest = m.id AND hasNameWords(f.ownerSearchKey, ?))",
            [words.joined(separator: " ")])
    }

    /// Arrivals are numbered in the order of time: the index of time gives the numbers between which to look.
    private mutating func addDays(_ days: ClosedRange<CalendarDay>) {
        let (first, end) = (days.lowerBound.start.seconds, days.upperBound.advanced(by: 1).start.seconds)
        add(
            """
            m.announcedAt >= ? AND m.announcedAt < ?
                AND m.id >= (SELECT id FROM manifest WHERE announcedAt >= ? ORDER BY announcedAt, id LIMIT 1)
                AND m.id <= (SELECT id FROM manifest WHERE announcedAt < ? ORDER BY announcedAt DESC, id DESC LIMIT 1)
            """, [first, end, first, end])
    }

    /// Whether a criterion is of what a manifest states; then only those that stand are asked.
    private var statesSomething: Bool {
        query.ownerName != nil || query.identityNumber != nil || query.paperType != nil || query.paperNumber != nil
            || query.procedure != nil
    }

    private static func marks(_ sites: Set<SiteID>) -> String {
        "(" + [String](repeating: "?", count: sites.count).joined(separator: ", ") + ")"
    }

    private static func values(_ sites: Set<SiteID>) -> StatementArguments {
        StatementArguments(sites.map(\.rawValue).sorted())
    }

    // MARK: Asking

    /// The whole question: every dossier that is found, in order. Whoever asks stops reading when there are enough.
    var statement: (sql: String, arguments: StatementArguments) {
        // A CROSS JOIN keeps its order: the table that leads is walked over, and the manifests are looked up.
        let (tables, number) =
            switch lead {
            case .code, .arrival: ("manifest AS m", "m.id")
            case .identityNumber, .namesOfOffices:
                ("dossier AS d CROSS JOIN manifest AS m ON m.id = d.manifest", "m.id")
            case .newestNames: ("dossier AS d CROSS JOIN manifest AS m ON m.id = d.manifest", "d.manifest")
            case .procedure:
                (
                    "dossier AS d INDEXED BY dossierByProcedure CROSS JOIN manifest AS m ON m.id = d.manifest",
                    "d.manifest"
                )
            case .paperNumber: ("document AS p CROSS JOIN manifest AS m ON m.id = p.manifest", "m.id")
            case .paperType:
                ("document AS p INDEXED BY documentByType CROSS JOIN manifest AS m ON m.id = p.manifest", "p.manifest")
            case .names: ("ownerWord AS o CROSS JOIN manifest AS m ON m.id = o.rowid", "o.rowid")
            }
        var (conditions, values) = (conditions, values)
        switch query.after {
        case .code(let code, let site) where isByCode:
            conditions.append("(m.dossierCode, m.site) > (?, ?)")
            values += [code.rawValue, site.rawValue]
        case .arrival(let last) where !isByCode:
            conditions.append("\(number) < ?")
            values += [last]
        default: break
        }
        let sql = """
            SELECT m.id, m.dossierCode, m.site FROM \(tables)
            WHERE \(conditions.isEmpty ? "1" : conditions.joined(separator: " AND "))
            ORDER BY \(isByCode ? "m.dossierCode, m.site" : "\(number) DESC")
            """
        return (sql, values)
    }

    private var isByCode: Bool { if case .code = lead { true } else { false } }

    /// The first dossiers that are found, as many as are wanted.
    func run(_ db: Database) throws -> FoundDossiers {
        let (sql, arguments) = statement
        let rows = try Row.fetchCursor(db, sql: sql, arguments: arguments)
        var known: Set<Place> = []
        var found: [DossierSummary] = []
        var last: Int64 = 0
        while let row = try rows.next() {
            let place = Place(code: try row.value("dossierCode"), site: try row.value("site"))
            guard known.insert(place).inserted else { continue }
            if let end = found.last, found.count == query.limit {
                return FoundDossiers(
                    dossiers: found, isApproximate: false,
                    next: isByCode ? .code(end.code, end.site) : .arrival(last))
            }
            last = row["id"]
            found.append(try DossierSummary.fetch(site: place.site, code: place.code, in: db))
        }
        return FoundDossiers(dossiers: found, isApproximate: false, next: nil)
    }

    /// A dossier at a site.
    private struct Place: Hashable {
        let code: DossierCode
        let site: SiteID
    }
}
