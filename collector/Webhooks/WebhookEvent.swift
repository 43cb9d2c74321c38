import Dossiers
import Exchange
package import FoundationEssentials
package import Registry

/// What a webhook is told: codes and digests, no person. Whoever wants to know more asks the API, with a token.
package struct WebhookEvent: Encodable, Sendable {
    private let type: String
    /// When it came about, whenever it is told.
    private let timestamp: Date
    private let data: Details?

    private struct Details: Encodable, Sendable {
        let dossier: DossierCode
        let site: SiteID
        let procedure: String
        let submission: ContentDigest
        let receipt: Int
        let outcome: Receipt.Outcome
        let links: Links
    }

    /// Addresses at the collector, relative to where it is served.
    private struct Links: Encodable, Sendable {
        let dossier: String
        let submission: String
        let receipt: String
    }

    /// That a submission was accepted: each time the same bytes.
    package init(_ message: WebhookMessage) {
        let submission = "/api/v1/submissions/\(message.submission)"
        type = "dossier.accepted"
        timestamp = message.issuedAt
        data = Details(
            dossier: message.dossier, site: message.site, procedure: message.procedure, submission: message.submission,
            receipt: message.receipt, outcome: message.outcome,
            links: Links(
                dossier: "/api/v1/dossiers/\(message.site)/\(message.dossier)", submission: submission,
                receipt: submission + "/receipt"))
    }

    /// That somebody tries whether messages arrive.
    package init(testAt moment: Date) {
        type = "webhook.test"
        timestamp = moment
        data = nil
    }

    /// The body as it is sent.
    package var body: Data {
        // Plain values that always encode.
        try! Wire.encode(self)
    }
}
