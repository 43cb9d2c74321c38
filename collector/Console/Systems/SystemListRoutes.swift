import Dossiers
import FoundationEssentials
import Hummingbird
import Registry

/// Accepted dossiers, in the order in which their last submissions were accepted: a list to walk through once, and to
/// come back to for what has changed since.
struct SystemListRoutes: Sendable {
    let gate: SystemGate

    var endpoints: [Endpoint] { [gate.endpoint("/dossiers", needs: .listDossiers, list)] }

    private struct Answer: Encodable {
        let dossiers: [Item]
        /// Where to go on: at once when there is a next part, else when more has come.
        let cursor: String
        let hasMore: Bool
    }

    private struct Item: Encodable {
        let code: DossierCode
        let site: SiteID
        let procedure: String?
        let receivedOn: CalendarDay?
        let acceptedAt: Date
        let receipt: Int
        let submission: ContentDigest
        let submissions: Int
        let isDigitised: Bool

        init(_ dossier: AcceptedDossier) {
            (code, site, procedure) = (dossier.code, dossier.site, dossier.procedure)
            (receivedOn, acceptedAt) = (dossier.receivedOn, dossier.acceptedAt)
            (receipt, submission) = (dossier.receipt, dossier.submission)
            (submissions, isDigitised) = (dossier.submissions, dossier.isDigitised)
        }
    }

    @concurrent
    private func list(_ ask: SystemAsk) async throws -> Response {
        let days = ["receivedFrom", "receivedThrough", "acceptedFrom", "acceptedThrough"]
        let query = try SystemQuery(
            ask.request, single: Set(days + ["procedure", "limit", "cursor"]), repeated: ["site"])
        let cursor = try query.cursor(.accepted)
        guard let after = Int(cursor ?? "0"), after >= 0 else {
            throw ProblemAnswer.malformed("The parameter cursor must be the cursor of an answer for the same list.")
        }
        let wanted = AcceptedQuery(
            sites: try ask.sites(asked: try query.sites("site")), procedure: try query.text("procedure"),
            received: .init(first: try query.day(days[0]), last: try query.day(days[1])),
            accepted: .init(first: try query.day(days[2]), last: try query.day(days[3])), after: after,
            limit: try query.limit())
        let entry = ask.entry("dossier.list", "index", site: ask.system.scope)
        let page = try await ask.registry.perform { registry throws(RegistryError) in
            let page = try registry.acceptedDossiers(wanted)
            // Asking whether there is something new, and there is not, opens nothing.
            if let first = page.dossiers.first, let last = page.dossiers.last {
                var entry = entry
                entry.detail = "\(page.dossiers.count) dossiers, receipts \(first.receipt) to \(last.receipt)"
                try registry.audit(entry)
            }
            return page
        }
        let next = OpaqueCursor.make(.accepted, "\(page.reached)")
        return ask.json(
            Answer(dossiers: page.dossiers.map(Item.init), cursor: next, hasMore: page.hasMore),
            next: page.hasMore ? query.next(next) : nil)
    }
}
