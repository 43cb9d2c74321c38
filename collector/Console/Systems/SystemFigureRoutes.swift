import Dossiers
import FoundationEssentials
import Hummingbird
import Progress
import Registry

/// Progress figures, and the lists that they were counted from.
struct SystemFigureRoutes: Sendable {
    let gate: SystemGate

    var endpoints: [Endpoint] {
        [
            gate.endpoint("/figures", needs: .seeFigures, figures),
            gate.endpoint("/figures/items", needs: .listDossiers, items),
        ]
    }

    /// The same document as `progress --json`. A system of a part of the province gets its offices, one by one: the sums
    /// of levels have others' figures in them.
    @concurrent
    private func figures(_ ask: SystemAsk) async throws -> Response {
        let query = try SystemQuery(
            ask.request, single: ["period", "asOf"], repeated: ["indicator", "level", "site"])
        let day = try query.day("asOf") ?? CalendarDay(ask.now)
        let period = try query.value("period", expected: "a period, such as 2021, 2021-H1, 2021-Q3 or 2021-06") {
            Period($0)
        }
        let indicators = try query.values("indicator", expected: "R1 to R6", Indicator.init(rawValue:))
        let levels = try query.values("level", expected: "province, district or commune", Level.init(rawValue:))
        var sites = try query.sites("site")
        guard levels.isEmpty || sites.isEmpty else {
            throw ProblemAnswer.malformed("The parameters level and site exclude each other.")
        }
        let reach = ask.access.reach
        if let own = try ask.sites(asked: sites), levels.isEmpty { sites = own.sorted() }
        let request: ReportRequest
        do throws(ReportRefusal) {
            request = try ReportRequest(
                period: period ?? Period(year: day.year), asOf: day, indicators: indicators, levels: levels,
                sites: sites)
        } catch { throw ProblemAnswer.impossible("\(error).") }
        let report = try await ask.registry.perform { registry throws(RegistryError) in
            try ProgressReport.make(request, from: registry)
        }
        switch report {
        case .success(var report):
            report.lines.removeAll { !$0.isWithin(reach) }
            return ask.json(ReportDocument(report))
        case .failure: throw ProblemAnswer.noSuch("office")
        }
    }

    // MARK: Lists behind figures

    private struct Items: Encodable {
        let items: [Item]
        let cursor: String?
    }

    private struct Item: Encodable {
        let day: CalendarDay
        let dossier: DossierCode
        let site: SiteID
        let isDigitised: Bool
        let paperType: String?
        let paperNumber: String?

        init(_ item: CountedItem) {
            (day, dossier, site, isDigitised) = (item.day, item.dossier, item.site, item.isDigitised)
            (paperType, paperNumber) = (item.paperType, item.paperNumber)
        }
    }

    @concurrent
    private func items(_ ask: SystemAsk) async throws -> Response {
        let query = try SystemQuery(
            ask.request, single: ["kind", "site", "authority", "level", "from", "through", "limit", "cursor"])
        let (kind, site) = try Self.kind(query)
        // An authority that is no office is the province's to see.
        if let site { try ask.require(.listDossiers, at: site) } else { try ask.requireProvince() }
        let limit = try query.limit()
        let list = FigureList(
            kind, from: try query.day("from"), through: try query.day("through") ?? CalendarDay(ask.now),
            limit: limit + 1, after: try query.cursor(.counted).map(Self.place(in:)) ?? nil)
        let entry = ask.entry(
            "figure.list", try query.text("kind") ?? "", site: site,
            detail: "\(list.first.map { "\($0)" } ?? "beginning") to \(list.last)")
        let items = try await ask.registry.perform { registry throws(RegistryError) in
            let items = try registry.items(list)
            if !items.isEmpty { try registry.audit(entry) }
            return items
        }
        let place = items.count > limit ? items[limit - 1].place : nil
        let cursor = place.map { OpaqueCursor.make(.counted, "\($0.day)~\($0.key)") }
        return ask.json(
            Items(items: items.prefix(limit).map(Item.init), cursor: cursor), next: cursor.map(query.next))
    }

    private static func kind(_ query: SystemQuery) throws(ProblemAnswer) -> (FigureList.Kind, SiteID?) {
        let kind = try query.value("kind", expected: "dossiers, digitised, results or in-force") { text in
            ["dossiers", "digitised", "results", "in-force"].contains(text) ? text : nil
        }
        if kind == "in-force" {
            guard let authority = try query.text("authority"),
                let level = try query.value("level", expected: "a level", Level.init(rawValue:))
            else { throw .malformed("The list in-force takes the parameters authority and level.") }
            return (.resultsInForce(authority: authority, level), SiteID(rawValue: authority))
        }
        guard let site = try query.sites("site").first, let kind else {
            throw .malformed("A list takes the parameters kind (dossiers, digitised, results, in-force) and site.")
        }
        return (
            kind == "dossiers" ? .dossiers(site) : kind == "digitised" ? .digitisedDossiers(site) : .results(site), site
        )
    }

    private static func place(in text: String) throws(ProblemAnswer) -> FigureList.Place {
        let parts = text.split(separator: "~", maxSplits: 1)
        guard parts.count == 2, let day = CalendarDay(String(parts[0])) else {
            throw .malformed("The parameter cursor must be the cursor of an answer for the same list.")
        }
        return FigureList.Place(day: day, key: String(parts[1]))
    }
}
