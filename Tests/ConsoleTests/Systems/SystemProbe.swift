import Dossiers
import Exchange
import Foundation
import HTTPTypes
import Registry
import TestSupport

/// One address of the API for other systems, as a test asks it: each that the document has is among them.
struct SystemProbe: Sendable {
    /// Method and path as the document names them.
    let name: String
    let method: HTTPRequest.Method
    /// Of what is within the district's reach, and of what is in another.
    let own: String
    let others: String?
    let permission: Permission?
    /// What the district's token gets for `others`, or for `own` where the address is the province's alone.
    let refusal: Int?
    var isProvincial = false
    var needsReason = false
    var body: Data?
    var mediaType = "application/json"

    /// Every address there is but that of the document.
    static func all(
        own: (sealed: Sealed, page: TestPage), others: (sealed: Sealed, page: TestPage), report: Int
    ) -> [SystemProbe] {
        let (here, there) = ("\(TestCollector.commune)", "\(TestCollector.otherCommune)")
        let dossier = { (site: String, what: (sealed: Sealed, page: TestPage)) in
            "/dossiers/\(site)/\(what.sealed.code)"
        }
        let submission = { (what: (sealed: Sealed, page: TestPage)) in "/submissions/\(what.sealed.digest)" }
        let envelope = "application/vnd.dsse+json"
        let lookup = { (site: String) in Data(#"{"ownerName":"hoa","sites":["\#(site)"]}"#.utf8) }
        func get(
            _ template: String, _ own: String, _ others: String?, _ permission: Permission?, _ refusal: Int? = nil,
            provincial: Bool = false, reason: Bool = false, gives mediaType: String = "application/json"
        ) -> SystemProbe {
            SystemProbe(
                name: "get /api/v1" + template, method: .get, own: own, others: others, permission: permission,
                refusal: refusal, isProvincial: provincial, needsReason: reason, mediaType: mediaType)
        }
        return [
            get("/access", "/access", nil, nil),
            get("/figures", "/figures", "/figures?site=\(there)", .seeFigures, 403),
            get(
                "/figures/items", "/figures/items?kind=dossiers&site=\(here)",
                "/figures/items?kind=results&site=\(there)",
                .listDossiers, 403),
            get("/offices", "/offices", nil, .seeFigures),
            get("/offices/{site}", "/offices/\(here)", "/offices/\(there)", .seeFigures, 403),
            get("/targets", "/targets", nil, .seeFigures),
            get("/baselines", "/baselines", "/baselines?site=\(there)", .seeImports, 403),
            get("/dossiers", "/dossiers", "/dossiers?site=\(there)", .listDossiers, 403),
            get(
                "/dossiers/{site}/{code}", dossier(here, own), dossier(there, others), .openDossiers, 403, reason: true),
            get(
                "/dossiers/{site}/{code}/pages/{digest}", dossier(here, own) + "/pages/\(own.page.page.digest)",
                dossier(there, others) + "/pages/\(others.page.page.digest)", .openDossiers, 403, reason: true,
                gives: "image/jpeg"),
            SystemProbe(
                name: "post /api/v1/lookups", method: .post, own: "/lookups", others: nil, permission: .openDossiers,
                refusal: nil, needsReason: true, body: lookup(here)),
            get("/submissions/{digest}", submission(own), submission(others), .listDossiers, 404),
            get(
                "/submissions/{digest}/receipt", submission(own) + "/receipt", submission(others) + "/receipt",
                .listDossiers, 404, gives: envelope),
            get(
                "/submissions/{digest}/envelope", submission(own) + "/envelope", submission(others) + "/envelope",
                .openDossiers, 404, reason: true, gives: envelope),
            get("/reports", "/reports", nil, .seeImports, 403, provincial: true),
            get("/reports/{number}", "/reports/\(report)", nil, .seeImports, 403, provincial: true, gives: envelope),
            get("/procedures", "/procedures", nil, nil),
            SystemProbe(
                name: "put /api/v1/procedures", method: .put, own: "/procedures", others: nil,
                permission: .importTables, refusal: 403, isProvincial: true,
                body: Data(
                    """
                    {"procedures":[{"code":"1.001193","name":"Khai sinh","papers":[{"type":"TKKS","name":"Tờ khai",\
                    "role":"component","isCompulsory":true}]}]}
                    """.utf8)),
        ]
    }

    /// What the request carries beside the token.
    var headers: HTTPFields { needsReason ? [.reason: "ki%E1%BB%83m tra"] : [:] }
}

extension Sealed {
    var code: String { (try? Wire.decode(Manifest.self, from: envelope.payload))?.dossier.code.rawValue ?? "" }
}
