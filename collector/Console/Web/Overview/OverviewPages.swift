import Dossiers
import FoundationEssentials
import Hummingbird
import Progress
import Registry

/// The first page: who is here, what she may see, and how far the year is.
struct OverviewPages: Sendable {
    let gate: WebGate

    var endpoints: [Endpoint] { [gate.endpoint("/", for: .members, get: show)] }

    private struct View: Sendable {
        let name: String
        let role: String
        let scope: String
        let permissions: [String]
        let heading: String
        let until: String
        let seesFigures: Bool
        let hasOffices: Bool
        let tables: [IndicatorView]
    }

    @concurrent
    private func show(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        let today = CalendarDay(ask.now)
        let seesFigures = visitor.access.allows(.seeFigures)
        let report = seesFigures ? try await report(visitor, on: today) : nil
        let view = View(
            name: visitor.account.displayName, role: Texts.roleName(visitor.account.role)(ask.language),
            scope: visitor.scopeName ?? Texts.wholeProvince(ask.language),
            permissions: Permission.allCases.filter(visitor.access.allows).map {
                Texts.permissionName($0)(ask.language)
            },
            heading: Texts.yearProgress(today.year)(ask.language),
            until: Texts.figuresUntil(today)(ask.language), seesFigures: seesFigures,
            hasOffices: report?.hasOffices ?? false,
            tables: report.map { IndicatorView.tables(of: $0, ask.language) } ?? [])
        return ask.page("overview", view, title: Texts.pageName(.overview)(ask.language), at: .overview)
    }

    /// The levels for whoever sees the province; else the offices within reach, one by one.
    private func report(_ visitor: Visitor, on day: CalendarDay) async throws(RegistryError) -> ProgressReport? {
        let reach = visitor.access.reach
        return try await gate.registry.perform { registry throws(RegistryError) in
            var sites: [SiteID] = []
            if case .offices(let own) = reach {
                let records = try registry.siteRecords()
                sites = records.sites(on: day).filter { own.contains($0.id) }
                    .sorted { ($0.level, $0.id) < ($1.level, $1.id) }.map(\.id)
                // Where the last of its offices has closed there is nothing to show, and not all of the province.
                guard !sites.isEmpty else { return nil }
            }
            // A year has begun on each of its days, and all its indicators are counted: it is never refused.
            let request = try! ReportRequest(period: Period(year: day.year), asOf: day, sites: sites)
            return try? ProgressReport.make(request, from: registry).get()
        }
    }
}
