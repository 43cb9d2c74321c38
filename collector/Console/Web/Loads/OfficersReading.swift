import Dossiers
import Registry

/// The officers that a page or file shows, in its order.
struct OfficersReading: Sendable {
    struct Officer: Sendable {
        let load: OfficerLoad
        let office: String
    }

    let officers: [Officer]
    let offices: OfficeChoices

    /// - Throws: `notFound` for an office that the visitor does not reach.
    static func read(_ query: OfficersQuery, _ visitor: Visitor, on day: CalendarDay, from registry: Registry)
        async throws -> OfficersReading
    {
        let reach = LoadReach(visitor)
        let offices = try await registry.perform { registry throws(RegistryError) in
            try OfficeChoices(registry, visitor, on: day)
        }
        var wanted = reach
        if !query.site.isEmpty {
            guard let root = SiteID(rawValue: query.site), offices.names[root] != nil else { throw WebProblem.notFound }
            wanted = reach.below(root, offices.records, on: day)
        }
        let sites = wanted.sites
        let loads = try await registry.perform { registry throws(RegistryError) in
            try registry.readFigures { reader throws(RegistryError) in
                try reader.officerLoads(at: sites, from: query.choice.period.first, through: query.last)
            }
        }
        let named = loads.map { Officer(load: $0, office: offices.records.pageName(of: $0.site, on: query.last)) }
        let keyed = named.map { (name: searchKey(of: $0.load.name), office: searchKey(of: $0.office), officer: $0) }
        // What is not asked for decides between equals, the same way in either direction.
        let officers =
            switch query.sorting.order {
            case .office:
                query.sorting.sort(keyed.sorted { ($0.name, $0.office) < ($1.name, $1.office) }, by: \.office)
            case .name: query.sorting.sort(keyed.sorted { ($0.office, $0.name) < ($1.office, $1.name) }, by: \.name)
            }
        return OfficersReading(officers: officers.map(\.officer), offices: offices)
    }
}
