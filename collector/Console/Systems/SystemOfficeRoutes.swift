import Dossiers
import FoundationEssentials
import Hummingbird
import Registry

/// Offices as they were and are: dated facts, and what follows what.
struct SystemOfficeRoutes: Sendable {
    let gate: SystemGate

    var endpoints: [Endpoint] {
        [
            gate.endpoint("/offices", needs: .seeFigures, list),
            gate.endpoint("/offices/{site}", needs: .seeFigures, show),
        ]
    }

    private struct Office: Encodable {
        let id: SiteID
        /// The first day on which there was no such office any more.
        let closedOn: CalendarDay?
        /// Each from its day on.
        let facts: [Site]
        /// Where it is the predecessor or the successor.
        let successions: [Succession]

        init(_ id: SiteID, in records: SiteRecords) {
            self.id = id
            closedOn = records.closings[id]
            facts = records.facts[id] ?? []
            successions = records.successions.filter { $0.predecessor == id || $0.successor == id }
        }
    }

    private struct Offices: Encodable { let offices: [Office] }

    @concurrent
    private func list(_ ask: SystemAsk) async throws -> Response {
        _ = try SystemQuery(ask.request)
        let records = try await records(ask)
        let ids = records.facts.keys.filter { ask.access.reach.covers(.offices([$0])) }.sorted()
        return ask.json(Offices(offices: ids.map { Office($0, in: records) }))
    }

    @concurrent
    private func show(_ ask: SystemAsk) async throws -> Response {
        _ = try SystemQuery(ask.request)
        let site = try ask.site()
        try ask.require(.seeFigures, at: site)
        let records = try await records(ask)
        guard records.facts[site] != nil else { throw ProblemAnswer.noSuch("office") }
        return ask.json(Office(site, in: records))
    }

    private func records(_ ask: SystemAsk) async throws -> SiteRecords {
        try await ask.registry.perform { registry throws(RegistryError) in try registry.siteRecords() }
    }
}
