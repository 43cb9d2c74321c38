import Dossiers
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Registry

/// The audit trail, searched.
struct AuditPages: Sendable {
    let gate: WebGate

    var endpoints: [Endpoint] { [gate.endpoint("/audit", for: .holders(.seeAudit), get: search)] }

    /// Entries on one page.
    private static let size = 50

    private struct Entry: Sendable {
        let time: String
        let actor: String
        let action: String
        let subject: String
        let site: String?
        let detail: String
        let reason: String?
    }

    private struct Choice: Sendable {
        let value: String
        let name: String
        let isChosen: Bool
    }

    private struct View: Sendable {
        var actor: String
        var subject: String
        var from: String
        var to: String
        var actions: [Choice]
        var entries: [Entry] = []
        var older: String?
        var newest: String?
        var dayError: String?
        var isFiltered: Bool
    }

    @concurrent
    private func search(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        let fields = try ask.query
        let filters = ["actor", "action", "subject", "from", "to"].map { ($0, fields.text($0)) }
        var query = AuditQuery(
            actor: fields.text("actor"), action: fields.text("action"), subject: fields.text("subject"),
            after: fields["after"].flatMap { AuditQuery.Cursor($0) }, limit: Self.size + 1)
        if case .offices(let sites) = visitor.access.reach { query.sites = sites }
        var view = View(
            actor: query.actor ?? "", subject: query.subject ?? "", from: fields.text("from") ?? "",
            to: fields.text("to") ?? "", actions: actions(chosen: query.action ?? "", ask.language),
            isFiltered: filters.contains { $0.1 != nil })
        query.firstDay = CalendarDay(view.from)
        query.lastDay = CalendarDay(view.to)
        view.dayError = dayProblem(view, query)?(ask.language)
        if view.dayError == nil {
            let (records, sites) = try await found(query, visitor, filters.compactMap { $0.1 == nil ? nil : $0.0 }, ask)
            view.entries = records.prefix(Self.size).map { entry(of: $0.entry, sites, ask) }
            if records.count > Self.size {
                let after = records[Self.size - 1].cursor.description
                view.older = "/audit?" + FormFields.query(filters + [("after", after)])
            }
            if query.after != nil {
                let same = FormFields.query(filters)
                view.newest = "/audit" + (same.isEmpty ? "" : "?" + same)
            }
        }
        return ask.page(
            "audit", view, title: Texts.pageName(.audit)(ask.language), at: .audit,
            status: view.dayError == nil ? .ok : .unprocessableContent)
    }

    /// The search is in the trail itself before it is answered: by which fields, not what was in them.
    private func found(
        _ query: AuditQuery, _ visitor: Visitor, _ filters: [String], _ ask: WebAsk
    ) async throws(RegistryError) -> ([AuditRecord], SiteRecords) {
        let entry = visitor.entry(
            "audit.search", "trail", detail: filters.joined(separator: ", "), at: ask.now)
        return try await gate.registry.perform { registry throws(RegistryError) in
            let records = try registry.auditTrail(query)
            if query.after == nil { try registry.audit(entry) }
            return (records, try registry.siteRecords())
        }
    }

    private func dayProblem(_ view: View, _ query: AuditQuery) -> Text? {
        if !view.from.isEmpty && query.firstDay == nil || !view.to.isEmpty && query.lastDay == nil {
            return Texts.badDay
        }
        guard let first = query.firstDay, let last = query.lastDay, first > last else { return nil }
        return Texts.daysReversed
    }

    private func actions(chosen: String, _ language: Language) -> [Choice] {
        Texts.actionKinds.map { Choice(value: $0.noun, name: $0.text(language), isChosen: $0.noun == chosen) }
    }

    private func entry(of entry: AuditEntry, _ sites: SiteRecords, _ ask: WebAsk) -> Entry {
        let site = entry.site.map { id in
            sites.facts[id]?.last.map { $0.pageName(under: $0.parent.flatMap { sites.facts[$0]?.last }) }
                ?? id.rawValue
        }
        let prefix = "account:"
        return Entry(
            time: VietnamTime.exactText(entry.at),
            actor: entry.actor.hasPrefix(prefix) ? String(entry.actor.dropFirst(prefix.count)) : entry.actor,
            action: Texts.actionName(entry.action, ask.language), subject: entry.subject, site: site,
            detail: entry.detail, reason: entry.reason)
    }
}
