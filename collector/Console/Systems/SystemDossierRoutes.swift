import Dossiers
import Exchange
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Intake
import Registry

/// A dossier with its papers, and its pages' images. Whoever opens either says why, each time, and that is recorded first.
struct SystemDossierRoutes: Sendable {
    let gate: SystemGate
    let intake: Intake

    var endpoints: [Endpoint] {
        [
            gate.endpoint("/dossiers/{site}/{code}", needs: .openDossiers, show),
            gate.endpoint(
                "/dossiers/{site}/{code}/pages/{digest}", needs: .openDossiers, gives: "image/jpeg", image),
        ]
    }

    @concurrent
    private func show(_ ask: SystemAsk) async throws -> Response {
        _ = try SystemQuery(ask.request)
        let (code, site) = try place(ask)
        let reason = try SystemReason.text(in: ask.request.headers)
        let entry = ask.entry("dossier.open", code.rawValue, site: site, reason: reason)
        let found = try await ask.registry.perform { registry throws(RegistryError) in
            guard let record = try registry.dossier(code, at: site).first else {
                return nil as (DossierRecord, [DossierReuse])?
            }
            try registry.audit(entry)
            return (record, try registry.reuses(of: code, at: site))
        }
        guard let (record, reuses) = found else { throw ProblemAnswer.noSuch("dossier") }
        let own = reuses.filter { ask.access.reach.covers(.offices([$0.site])) }
        return ask.json(SystemDossier(record, reusedBy: own))
    }

    /// The image as the scanner gave it.
    @concurrent
    private func image(_ ask: SystemAsk) async throws -> Response {
        _ = try SystemQuery(ask.request)
        let (code, site) = try place(ask)
        let digest = try ask.digest()
        let reason = try SystemReason.text(in: ask.request.headers)
        let entry = ask.entry("page.show", digest.rawValue, site: site, reason: reason, detail: code.rawValue)
        let isNamed = try await ask.registry.perform { registry throws(RegistryError) in
            guard try registry.names(digest, in: code, at: site) else { return false }
            try registry.audit(entry)
            return true
        }
        guard isNamed else { throw ProblemAnswer.noSuch("page of this dossier") }
        return ask.answer(try await intake.page(digest), mediaType: "image/jpeg", tag: digest)
    }

    /// The dossier of the address, within the system's reach.
    private func place(_ ask: SystemAsk) throws(ProblemAnswer) -> (DossierCode, SiteID) {
        let site = try ask.site()
        guard let code = ask.context.parameters.get("code").flatMap(DossierCode.init(rawValue:)) else {
            throw .malformed("A dossier is named by its code, such as H51-210615-0001.")
        }
        try ask.require(.openDossiers, at: site)
        return (code, site)
    }
}
