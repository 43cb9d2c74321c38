import Dossiers
import Exchange
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Registry

/// Finding dossiers by what may name a person: posted, so that it stands in no address and no log.
struct SystemLookupRoutes: Sendable {
    let gate: SystemGate

    var endpoints: [Endpoint] { [gate.endpoint("/lookups", needs: .openDossiers, method: .post, find)] }

    private struct Lookup: Decodable {
        let code: String?
        let ownerName: String?
        let identityNumber: String?
        let paperType: String?
        let paperNumber: String?
        let procedure: String?
        let sites: [SiteID]?
        let receivedFrom: CalendarDay?
        let receivedThrough: CalendarDay?
        let limit: Int?
        let cursor: String?

        /// The criteria that are given, by name.
        var criteria: [(name: String, text: String)] {
            [
                ("code", code), ("ownerName", ownerName), ("identityNumber", identityNumber), ("paperType", paperType),
                ("paperNumber", paperNumber), ("procedure", procedure),
            ].compactMap { name, text in text.map { (name, $0) } }
        }
    }

    private struct Answer: Encodable {
        let dossiers: [Item]
        /// Whether no owner has the name that was looked for, and these have names spelt nearly like it.
        let isApproximate: Bool
        let cursor: String?
    }

    private struct Item: Encodable {
        let code: DossierCode
        let site: SiteID
        let procedure: String?
        let lastSealedAt: Date
        let submissions: Int
        let isDigitised: Bool

        init(_ dossier: DossierSummary) {
            (code, site, procedure) = (dossier.code, dossier.site, dossier.procedure)
            (lastSealedAt, submissions, isDigitised) = (dossier.lastSealedAt, dossier.manifests, dossier.isDigitised)
        }
    }

    @concurrent
    private func find(_ ask: SystemAsk) async throws -> Response {
        _ = try SystemQuery(ask.request)
        let reason = try SystemReason.text(in: ask.request.headers)
        let bytes = try await JSONBody(gate.limits).read(
            ask.request, ask.context, limit: gate.limits.smallBody, expected: "application/json")
        let lookup: Lookup
        do throws(MalformedJSON) { lookup = try Wire.decode(Lookup.self, from: bytes) } catch {
            throw ProblemAnswer.malformed("The body is not as documented: \(error.detail).")
        }
        var query = try query(lookup, ask)
        query.limit = try Self.limit(lookup.limit)
        let wanted = query
        let names = lookup.criteria.map(\.name).joined(separator: ", ")
        let entry = ask.entry("dossier.find", "index", site: ask.system.scope, reason: reason, detail: "by \(names)")
        let found = try await ask.registry.perform { registry throws(RegistryError) in
            try registry.audit(entry)
            return try registry.dossiers(wanted)
        }
        var response = ask.json(
            Answer(
                dossiers: found.dossiers.map(Item.init), isApproximate: found.isApproximate,
                cursor: found.next.map { OpaqueCursor.make(.found, $0.rawValue) }))
        // What was posted is not in the address that an answer would be kept under.
        response.headers[.eTag] = nil
        response.headers[.cacheControl] = "no-store"
        return response
    }

    private func query(_ lookup: Lookup, _ ask: SystemAsk) throws(ProblemAnswer) -> DossierQuery {
        guard !lookup.criteria.isEmpty else {
            throw .malformed(
                "Name one or more of code, ownerName, identityNumber, paperType, paperNumber and procedure.")
        }
        for (name, text) in lookup.criteria where !isField(text, limit: TextLimit.name) {
            throw .malformed("\(name) must have 1 to \(TextLimit.name) characters, without line ends.")
        }
        var query = DossierQuery(
            code: lookup.code, ownerName: lookup.ownerName, identityNumber: lookup.identityNumber,
            paperType: lookup.paperType, paperNumber: lookup.paperNumber, procedure: lookup.procedure,
            sites: try ask.sites(asked: lookup.sites ?? []))
        if lookup.receivedFrom != nil || lookup.receivedThrough != nil {
            let last = lookup.receivedThrough ?? CalendarDay(ask.now)
            let first = lookup.receivedFrom ?? CalendarDay(number: 0)
            guard first <= last else { throw .malformed("receivedFrom must not be after receivedThrough.") }
            query.received = first...last
        }
        if let cursor = lookup.cursor {
            guard let after = OpaqueCursor.text(.found, in: cursor).flatMap(DossierCursor.init(rawValue:)) else {
                throw .malformed("cursor must be that of an answer for the same lookup.")
            }
            query.after = after
        }
        return query
    }

    private static func limit(_ asked: Int?) throws(ProblemAnswer) -> Int {
        guard let asked else { return SystemQuery.usualItems }
        guard (1...SystemQuery.mostItems).contains(asked) else {
            throw .malformed("limit must be 1 to \(SystemQuery.mostItems).")
        }
        return asked
    }
}
