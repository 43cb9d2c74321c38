import Dossiers
import Exchange
import FoundationEssentials
import Hummingbird
import Progress
import Registry

/// The page of one office.
struct OfficePages: Sendable {
    let gate: WebGate

    var endpoints: [Endpoint] { [gate.endpoint("/offices/{id}", for: .holders(.seeFigures), get: show)] }

    private struct Link: Sendable {
        let name: String
        let href: String?
    }

    private struct IndicatorRow: Sendable {
        let code: String
        let indicator: String
        let row: FigureRow
        /// Every baseline there was; nil for whoever may not see what was imported.
        let baselines: String?
    }

    private struct Station: Sendable {
        let label: String
        let version: String
        let enrolledAt: String
        let lastSeen: String
        let scanners: [String]
        let state: String
        let kind: String
    }

    private struct Fact: Sendable {
        let day: CalendarDay
        let from: String
        let what: String
        /// The other office of a succession.
        let other: Link?
        let decree: String?

        init(_ day: CalendarDay, _ what: String, other: Link? = nil, decree: String? = nil) {
            self.day = day
            from = day.vietnamese
            self.what = what
            self.other = other
            self.decree = decree
        }
    }

    private struct Operations: Sendable {
        let stations: [Station]
        let hasStations: Bool
        let waiting: [SubmissionRow]
        let waitingCount: String
        let hasWaiting: Bool
        let refused: [SubmissionRow]
        let refusedTitle: String
        let hasRefused: Bool
    }

    private struct View: Sendable {
        let name: String
        let level: String
        let parent: Link?
        let identity: String
        let statisticalCode: String?
        let since: String
        let closedOn: String?
        let isExempt: Bool
        let exempt: String
        let lastDay: String
        let path: String
        let periodName: String
        let until: String
        let period: PeriodView
        let rows: [IndicatorRow]
        let charts: [ChartView]
        let operations: Operations?
        let children: [Link]
        let hasChildren: Bool
        let history: [Fact]
    }

    @concurrent
    private func show(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        guard let id = ask.context.parameters.get("id").flatMap({ SiteID(rawValue: $0) }) else {
            throw WebProblem.notFound
        }
        let choice = PeriodChoice(try ask.query, today: CalendarDay(ask.now))
        let seesOperations = visitor.access.allows(.seeOperations, at: id)
        let isWithin = visitor.access.allows(.seeFigures, at: id)
        let now = ask.now
        let reading = try await gate.registry.perform { registry throws(RegistryError) in
            // What is beyond reach is not read: only whether it is there.
            if !isWithin { return try registry.siteRecords().facts[id] == nil ? nil : OfficeAnswer.beyond }
            return try OfficeReading(id, choice, seesOperations: seesOperations, at: now, from: registry)
                .map(OfficeAnswer.reading)
        }
        switch reading {
        case nil: throw WebProblem.notFound
        case .beyond: throw WebProblem.forbidden
        case .reading(let reading):
            let view = try view(of: id, reading, choice, ask)
            return ask.page(
                "office", view, title: view.name, at: .offices,
                status: choice.problem == nil ? .ok : .unprocessableContent)
        }
    }

    private enum OfficeAnswer: Sendable {
        case beyond
        case reading(OfficeReading)
    }

    private func view(
        of id: SiteID, _ reading: OfficeReading, _ choice: PeriodChoice, _ ask: WebAsk
    ) throws -> View {
        let (visitor, language) = (try ask.member, ask.language)
        let links = FigureLinks(access: visitor.access, choice: choice)
        let today = CalendarDay(ask.now)
        let (records, facts) = (reading.records, reading.records.facts[id] ?? [])
        guard let site = records.site(id, on: today) ?? facts.last(where: { $0.validFrom <= today }) ?? facts.first
        else { throw WebProblem.notFound }
        let day = reading.report.request.day
        func link(_ site: Site) -> Link { Link(name: site.shortName, href: links.office(site.id)) }
        let children = records.sites(on: today).filter { $0.parent == id }
        return View(
            name: site.name, level: Texts.levelName(site.level)(language),
            parent: site.parent.flatMap { records.site($0, on: today) ?? records.facts[$0]?.last }.map(link),
            identity: id.rawValue, statisticalCode: site.statisticalCode,
            since: (facts.first ?? site).validFrom.vietnamese,
            closedOn: records.closings[id]?.vietnamese, isExempt: site.isExempt, exempt: Texts.exempt(language),
            lastDay: reading.lastDay?.vietnamese ?? Texts.never(language), path: "/offices/\(id)",
            periodName: Texts.periodName(choice.period)(language), until: Texts.figuresUntil(day)(language),
            period: choice.view(language),
            rows: reading.report.lines.map { line in
                let level = line.level.flatMap { $0 == site.level ? nil : " (\(Texts.levelName($0)(language)))" }
                return IndicatorRow(
                    code: line.indicator.rawValue,
                    indicator: Texts.indicatorName(line.indicator)(language) + (level ?? ""),
                    row: FigureRow(line, links, language),
                    baselines: visitor.access.allows(.seeImports, at: id)
                        && BaselinePages.indicators.contains(line.indicator)
                        && line.indicator != .offices
                        ? BaselinePages.path(of: id.rawValue, line.indicator) : nil)
            },
            charts: [
                .weeks(
                    reading.weeklyDossiers, through: day, title: Texts.weeklyDossiers, unit: Texts.dossiersUnit,
                    language),
                .weeks(
                    reading.weeklyResults, through: day, title: Texts.weeklyResults, unit: Texts.resultsUnit,
                    language),
            ],
            operations: reading.operations.map { operations($0, site, visitor, language) },
            children: children.map(link), hasChildren: !children.isEmpty,
            history: history(of: id, records, link, language))
    }

    private func operations(
        _ operations: OfficeReading.Operations, _ site: Site, _ visitor: Visitor, _ language: Language
    ) -> Operations {
        let labels = Dictionary(uniqueKeysWithValues: operations.stations.map { ($0.id, $0.label) })
        func rows(_ submissions: UnsettledSubmissions) -> [SubmissionRow] {
            submissions.items.map {
                SubmissionRow($0, stations: labels, office: site.shortName, visitor, language)
            }
        }
        return Operations(
            stations: operations.stations.map { station in
                Station(
                    label: station.label, version: station.agentVersion,
                    enrolledAt: VietnamTime.text(station.enrolledAt), lastSeen: VietnamTime.text(station.lastSeenAt),
                    scanners: operations.scanners[station.id] ?? [], state: Texts.standing(station.standing)(language),
                    kind: station.standing == .active ? "good" : "")
            },
            hasStations: !operations.stations.isEmpty, waiting: rows(operations.waiting),
            waitingCount: Texts.count(operations.waiting.count, language),
            hasWaiting: operations.waiting.count > 0, refused: rows(operations.refused),
            refusedTitle: Texts.refusedIn(OfficeReading.refusalDays, operations.refused.count)(language),
            hasRefused: operations.refused.count > 0)
    }

    /// What changed on each day, the latest first: facts, successions, the end.
    private func history(
        of id: SiteID, _ records: SiteRecords, _ link: (Site) -> Link, _ language: Language
    ) -> [Fact] {
        var history = (records.facts[id] ?? []).map { fact in
            let parent = fact.parent.flatMap { id in
                records.site(id, on: fact.validFrom) ?? records.facts[id]?.last
            }
            var parts = [fact.name, Texts.levelName(fact.level)(language)]
            if let parent { parts.append(Texts.belongs(to: parent.shortName)(language)) }
            if let code = fact.statisticalCode { parts.append("GSO \(code)") }
            if fact.isExempt { parts.append(Texts.exempt(language)) }
            return Fact(fact.validFrom, parts.joined(separator: " · "))
        }
        for succession in records.successions(of: id) {
            func name(_ id: SiteID) -> String { records.facts[id]?.last?.shortName ?? id.rawValue }
            let other = succession.predecessor == id ? succession.successor : succession.predecessor
            let what = Texts.succession(succession.kind, to: name(succession.successor))(language)
            history.append(
                Fact(
                    succession.day, "\(name(succession.predecessor)): \(what)",
                    other: records.facts[other]?.last.map(link), decree: succession.decree))
        }
        if let closed = records.closings[id] { history.append(Fact(closed, Texts.officeClosed(language))) }
        return history.enumerated().sorted { ($1.element.day, $1.offset) < ($0.element.day, $0.offset) }.map(\.element)
    }
}
