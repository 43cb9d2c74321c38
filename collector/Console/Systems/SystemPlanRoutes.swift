import Dossiers
import FoundationEssentials
import Hummingbird
import Registry

/// What progress is measured against: targets, and denominators as they were approved.
struct SystemPlanRoutes: Sendable {
    let gate: SystemGate

    var endpoints: [Endpoint] {
        [
            gate.endpoint("/targets", needs: .seeFigures, targets),
            gate.endpoint("/baselines", needs: .seeImports, baselines),
        ]
    }

    private struct Targets: Encodable { let targets: [Target] }

    private struct Baselines: Encodable {
        let baselines: [Row]
        let cursor: String?
    }

    private struct Row: Encodable {
        let indicator: Indicator
        let scope: Scope
        let period: String
        let first: CalendarDay
        let last: CalendarDay
        let denominator: Int
        let reportedNumerator: Int?
        let source: String

        init(_ baseline: Baseline) {
            (indicator, scope) = (baseline.indicator, Scope(baseline.scope))
            (period, first, last) = (baseline.period.description, baseline.period.first, baseline.period.last)
            (denominator, reportedNumerator) = (baseline.denominator, baseline.reportedNumerator)
            source = baseline.source
        }
    }

    private struct Scope: Encodable {
        let kind: String
        let id: String?
        let level: Level?

        init(_ scope: Baseline.Scope) {
            switch scope {
            case .site(let id): (kind, self.id, level) = ("site", id.rawValue, nil)
            case .authority(let code, let level): (kind, id, self.level) = ("authority", code, level)
            case .level(let level): (kind, id, self.level) = ("level", nil, level)
            }
        }
    }

    @concurrent
    private func targets(_ ask: SystemAsk) async throws -> Response {
        _ = try SystemQuery(ask.request)
        let targets = try await ask.registry.perform { registry throws(RegistryError) in try registry.targets() }
        return ask.json(Targets(targets: targets))
    }

    @concurrent
    private func baselines(_ ask: SystemAsk) async throws -> Response {
        let query = try SystemQuery(
            ask.request, single: ["from", "through", "limit", "cursor"], repeated: ["indicator", "site"])
        let (first, last) = (try query.day("from"), try query.day("through"))
        let indicators = try query.values("indicator", expected: "R1 to R6", Indicator.init(rawValue:))
        let within: Access.Reach = try ask.sites(asked: try query.sites("site")).map { .offices($0) } ?? .province
        let (limit, after) = (try query.limit(), try query.cursor(.baselines))
        let all = try await ask.registry.perform { registry throws(RegistryError) in try registry.baselines() }
        let wanted = all.filter { baseline in
            (indicators.isEmpty || indicators.contains(baseline.indicator))
                && (first.map { $0 <= baseline.period.last } ?? true)
                && (last.map { baseline.period.first <= $0 } ?? true)
                && within.covers(baseline.scope)
        }.map { (key: Self.key(of: $0), baseline: $0) }.sorted { $0.key < $1.key }
        let rest = wanted.drop { row in after.map { row.key <= $0 } ?? false }
        let part = rest.prefix(limit)
        let cursor = rest.count > limit ? part.last.map { OpaqueCursor.make(.baselines, $0.key) } : nil
        return ask.json(
            Baselines(baselines: part.map { Row($0.baseline) }, cursor: cursor), next: cursor.map(query.next))
    }

    /// Where a baseline stands in the list: each has its own.
    private static func key(of baseline: Baseline) -> String {
        let days = [baseline.period.first, baseline.period.last].map { "\($0)" }
        return ([baseline.indicator.rawValue, "\(baseline.scope)"] + days).joined(separator: "~")
    }
}
