import Dossiers
import Exchange
import FoundationEssentials
import Hummingbird
import Intake
import Registry

/// The state of stations and server: for those who keep them running.
struct OperationsPages: Sendable {
    let gate: WebGate
    let intake: Intake

    var endpoints: [Endpoint] { [gate.endpoint("/operations", for: .holders(.seeOperations), get: show)] }

    private struct Storage: Sendable {
        let contents: String
        let bytes: String
        let free: String
        let freeKind: String
        let freeNote: String
    }

    private struct StationRow: Sendable {
        let label: String
        let office: String
        let officeHref: String?
        let version: String
        let lastSeen: String
        let silence: String
    }

    private struct WebhookRow: Sendable {
        let name: String
        let state: String
        let kind: String
        let since: String
        let waiting: String
        let problem: String
    }

    private struct View: Sendable {
        let about: String
        var storage: Storage?
        var charts: [ChartView] = []
        var waiting: [SubmissionRow] = []
        var waitingCount: String
        var hasWaiting: Bool
        var refused: [SubmissionRow] = []
        var refusedTitle: String
        var hasRefused: Bool
        let days: String
        var daysError: String?
        var silent: [StationRow] = []
        var silentTitle: String
        var hasSilent: Bool
        var outdated: [StationRow] = []
        var outdatedTitle: String
        var hasOutdated: Bool
        var webhooks: [WebhookRow] = []
        var hasWebhooks: Bool
    }

    /// How long stations may be silent unless it is asked otherwise, and the most that can be asked.
    private static let (usualDays, mostDays) = (7, 3650)

    @concurrent
    private func show(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        let wanted = try ask.query.text("days")
        let asked = wanted.map { Int($0) ?? 0 } ?? Self.usualDays
        let isGood = (1...Self.mostDays).contains(asked)
        let (reach, now) = (visitor.access.reach, ask.now)
        let reading = try await gate.registry.perform { registry throws(RegistryError) in
            try OperationsReading(reach: reach, at: now, from: registry)
        }
        var view = view(of: reading, days: isGood ? asked : Self.usualDays, visitor, ask)
        if !isGood { view.daysError = Texts.badDays(Self.mostDays)(ask.language) }
        if let use = reading.storage { view.storage = await storage(use, ask.language) }
        return ask.page(
            "operations", view, title: Texts.pageName(.operations)(ask.language), at: .operations,
            status: isGood ? .ok : .unprocessableContent)
    }

    /// A disk that cannot be asked is told as unknown: the rest of the page is wanted then most of all.
    private func storage(_ use: StorageUse, _ language: Language) async -> Storage {
        let space = try? await intake.space()
        let isLow = space.map { $0.free < 2 * $0.minimum || $0.free < $0.total / 20 } ?? true
        return Storage(
            contents: Texts.count(use.contents, language), bytes: Texts.bytes(use.bytes, language),
            free: space.map { Texts.freeOf($0.free, $0.total, language) } ?? Texts.unknownSpace(language),
            freeKind: isLow ? "bad" : "good",
            freeNote: (space.map { isLow ? Texts.spaceLow($0.minimum) : Texts.spaceEnough } ?? Texts.spaceUnknown)(
                language))
    }

    private func view(
        of reading: OperationsReading, days: Int, _ visitor: Visitor, _ ask: WebAsk
    ) -> View {
        let language = ask.language
        let today = CalendarDay(ask.now)
        let labels = Dictionary(uniqueKeysWithValues: reading.stations.map { ($0.id, $0.label) })
        func office(_ id: SiteID) -> String {
            let site = reading.records.site(id, on: today) ?? reading.records.facts[id]?.last
            return site.map { site in
                site.pageName(under: site.parent.flatMap { reading.records.facts[$0]?.last })
            } ?? id.rawValue
        }
        func submissions(_ found: UnsettledSubmissions) -> [SubmissionRow] {
            found.items.map {
                SubmissionRow($0, stations: labels, office: office($0.site), visitor, language)
            }
        }
        func row(_ station: StationSign) -> StationRow {
            StationRow(
                label: station.label, office: office(station.site),
                officeHref: visitor.access.allows(.seeFigures, at: station.site)
                    ? "/offices/\(station.site)" : nil,
                version: station.agentVersion, lastSeen: VietnamTime.text(station.lastSeenAt),
                silence: Texts.daysLong(Int(ask.now.timeIntervalSince(station.lastSeenAt) / 86_400))(language))
        }
        let silent = reading.silent(for: days, at: ask.now)
        let (newest, outdated) = OperationsReading.outdated(among: reading.stations)
        let active = reading.stations.count { $0.standing == .active }
        return View(
            about: Texts.operationsAbout(
                stations: active, scope: visitor.scopeName ?? Texts.wholeProvince(language), at: ask.now)(language),
            charts: charts(reading, through: today, language), waiting: submissions(reading.waiting),
            waitingCount: Texts.count(reading.waiting.count, language), hasWaiting: reading.waiting.count > 0,
            refused: submissions(reading.refused),
            refusedTitle: Texts.refusedIn(OperationsReading.refusalDays, reading.refused.count)(language),
            hasRefused: reading.refused.count > 0, days: "\(days)",
            silent: silent.prefix(OperationsReading.most).map(row),
            silentTitle: Texts.silentStations(silent.count, of: active)(language), hasSilent: !silent.isEmpty,
            outdated: outdated.prefix(OperationsReading.most).map(row),
            outdatedTitle: Texts.outdatedStations(outdated.count, newest)(language), hasOutdated: !outdated.isEmpty,
            webhooks: reading.webhooks.map { webhookRow(of: $0.hook, $0.counts, language) },
            hasWebhooks: !reading.webhooks.isEmpty)
    }

    private func webhookRow(of hook: WebhookRecord, _ counts: WebhookCounts, _ language: Language) -> WebhookRow {
        WebhookRow(
            name: hook.name.rawValue, state: Texts.webhookState(hook.state)(language),
            kind: hook.state == .failing ? "wait" : "bad",
            since: hook.failingSince.map(VietnamTime.text) ?? "–",
            waiting: Texts.count(counts.waiting + counts.parked, language),
            problem: hook.lastProblem.map { Texts.webhookProblem($0)(language) } ?? "–")
    }

    private func charts(
        _ reading: OperationsReading, through today: CalendarDay, _ language: Language
    ) -> [ChartView] {
        func chart(_ values: [Int], _ title: Text, _ text: @escaping @Sendable (Int) -> String) -> ChartView {
            let days = values.indices.map { today.advanced(by: 1 - values.count + $0) }
            let columns = zip(days, values).map { day, value in
                ColumnChart.Column(name: day.vietnamese, value: value, isRunning: day == today)
            }
            let about = Texts.daysAbout(
                sum: text(values.reduce(0, +)), today: text(values.last ?? 0), days: values.count)(language)
            return ChartView(
                ColumnChart(columns: columns, title: title(language), description: about, text: text), about: about,
                ticks: [0, values.count / 2, values.count - 1].map { days[$0].shortVietnamese },
                spanName: Texts.day(language), scale: text)
        }
        let count: @Sendable (Int) -> String = { Texts.count($0, language) }
        var charts = [
            chart(reading.submissions, Texts.submissionsByDay, count), chart(reading.pages, Texts.pagesByDay, count),
        ]
        if let storage = reading.storage {
            charts.append(chart(storage.days.map(\.bytes), Texts.bytesByDay) { Texts.bytes($0, language) })
        }
        return charts
    }
}
