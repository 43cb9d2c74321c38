import Dossiers
import Exchange
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Intake
import NIOCore
import Registry

/// A dossier: what it is for everybody who may list it, and all of it for those who open it, with a reason.
///
/// Opening holds for the session. The reason, and each page image that is looked at, is in the audit trail.
struct DossierPages: Sendable {
    let gate: WebGate
    let intake: Intake

    var endpoints: [Endpoint] {
        [
            gate.endpoint("/dossiers/{site}/{code}", for: .holders(.listDossiers), get: show, post: open),
            gate.endpoint("/dossiers/{site}/{code}/pages/{digest}", for: .holders(.openDossiers), get: image),
        ]
    }

    /// The address of a dossier.
    static func path(of code: DossierCode, at site: SiteID) -> String { "/dossiers/\(site.rawValue)/\(code.rawValue)" }

    private static let longestReason = 200

    private struct ClosedView: Sendable {
        let csrf: String
        let code: String
        let path: String
        let site: String
        let state: String
        let kind: String
        let submissions: Int
        let papers: Int
        let pages: Int
        let mayOpen: Bool
        let reasons: [String]
        var problem: String?
    }

    // MARK: Looking

    @concurrent
    private func show(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        let place = try place(ask)
        let record = try await record(place)
        let opening =
            visitor.access.allows(.openDossiers, at: place.site)
            ? try await gate.registry.perform { registry throws(RegistryError) in
                try registry.opening(of: place.code, at: place.site, in: visitor.session)
            } : nil
        guard let opening else { return try await closed(record, ask, problem: nil) }
        let view = try await whole(record, opening, ask)
        return ask.page("dossier", view, title: record.code.rawValue, at: .dossiers)
    }

    @concurrent
    private func open(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        let place = try place(ask)
        try visitor.require(.openDossiers, at: place.site)
        let record = try await record(place)
        guard let reason = ask.form.text("reason") ?? ask.form.text("choice"),
            reason.unicodeScalars.count <= Self.longestReason, !reason.unicodeScalars.contains(where: { $0.value < 32 })
        else { return try await closed(record, ask, problem: Texts.reasonMissing(ask.language)) }
        let entry = visitor.entry("dossier.open", place.code.rawValue, site: place.site, reason: reason, at: ask.now)
        try await gate.registry.perform { registry throws(RegistryError) in
            try registry.open(place.code, at: place.site, in: visitor.session, reason: reason, entry: entry)
        }
        return WebAsk.seeOther(Self.path(of: place.code, at: place.site))
    }

    /// What can be told without a name: for those who only list, and before a reason is given.
    private func closed(_ record: DossierRecord, _ ask: WebAsk, problem: String?) async throws -> Response {
        let visitor = try ask.member
        let sites = try await gate.registry.perform { registry throws(RegistryError) in try registry.siteRecords() }
        let standing = record.manifests.filter(\.isEffective).map(\.manifest)
        let (state, kind) = DossierView.state(of: record, ask.language)
        let view = ClosedView(
            csrf: visitor.session.csrf, code: record.code.rawValue,
            path: Self.path(of: record.code, at: record.site), site: DossierView.name(of: record.site, sites),
            state: state, kind: kind,
            submissions: record.manifests.count, papers: standing.reduce(0) { $0 + $1.documents.count },
            pages: standing.reduce(0) { $0 + $1.documents.reduce(0) { $0 + $1.pages.count } },
            mayOpen: visitor.access.allows(.openDossiers, at: record.site),
            reasons: Texts.reasons.map { $0(ask.language) }, problem: problem)
        return ask.page(
            "dossier-closed", view, title: record.code.rawValue, at: .dossiers,
            status: problem == nil ? .ok : .unprocessableContent)
    }

    private func whole(_ record: DossierRecord, _ opening: Opening, _ ask: WebAsk) async throws -> DossierView {
        let manifests = record.manifests.map(\.manifest)
        let (names, sites, uses) = try await gate.registry.perform { registry throws(RegistryError) in
            let names = try registry.names(
                ofProcedures: Set(manifests.map(\.dossier.procedure)),
                papers: Set(manifests.flatMap { $0.documents.map(\.type) }))
            return (names, try registry.siteRecords(), try registry.reuses(of: record.code, at: record.site))
        }
        return DossierView(
            record, opening, names: names, sites: sites, reuses: uses, reach: try ask.member.access.reach,
            csrf: try ask.member.session.csrf, language: ask.language)
    }

    // MARK: A page's image

    /// The image as the scanner gave it. Whoever looks at it has opened the dossier, and each look is recorded first.
    @concurrent
    private func image(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        let place = try place(ask)
        try visitor.require(.openDossiers, at: place.site)
        guard let digest = ask.context.parameters.get("digest").flatMap(ContentDigest.init(rawValue:)) else {
            throw WebProblem.notFound
        }
        let isNamed = try await gate.registry.perform { registry throws(RegistryError) -> Bool in
            guard let opening = try registry.opening(of: place.code, at: place.site, in: visitor.session) else {
                return false
            }
            guard try registry.names(digest, in: place.code, at: place.site) else { return false }
            try registry.audit(
                visitor.entry(
                    "page.show", digest.rawValue, site: place.site, reason: opening.reason,
                    detail: place.code.rawValue, at: ask.now))
            return true
        }
        guard isNamed else { throw WebProblem.notFound }
        let bytes = try await intake.page(digest)
        return Response(
            status: .ok, headers: [.contentType: "image/jpeg", .contentDisposition: "inline"],
            body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    // MARK: Which dossier

    private struct Place: Sendable {
        let code: DossierCode
        let site: SiteID
    }

    /// The dossier of the address, within the visitor's reach.
    private func place(_ ask: WebAsk) throws(WebProblem) -> Place {
        guard let code = ask.context.parameters.get("code").flatMap(DossierCode.init(rawValue:)),
            let site = ask.context.parameters.get("site").flatMap(SiteID.init(rawValue:))
        else { throw .notFound }
        try ask.member.require(.listDossiers, at: site)
        return Place(code: code, site: site)
    }

    private func record(_ place: Place) async throws -> DossierRecord {
        let records = try await gate.registry.perform { registry throws(RegistryError) in
            try registry.dossier(place.code, at: place.site)
        }
        guard let record = records.first else { throw WebProblem.notFound }
        return record
    }
}
