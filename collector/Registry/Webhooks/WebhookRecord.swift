package import Dossiers
package import Exchange
package import Foundation
import GRDB

/// Somebody who is told of accepted dossiers.
package struct WebhookRecord: Sendable, Hashable, Identifiable {
    package var id: Int
    package var name: Username
    package var url: String
    /// The office whose subtree it is told of; nil for the whole province.
    package var scope: SiteID?
    let salt: Data
    package var createdAt: Date
    package var createdBy: String
    /// While it cannot be reached: since when, and how many attempts in a row.
    package var failingSince: Date?
    package var failures: Int
    /// Before then nothing is sent.
    package var nextAt: Date
    package var lastProblem: String?
    /// Since then nothing is sent, until somebody asks for it.
    package var parkedAt: Date?

    /// How it fares.
    package enum State: String, Sendable, Hashable, Codable {
        case working, failing, parked
    }

    package var state: State { parkedAt != nil ? .parked : failingSince != nil ? .failing : .working }

    /// The 32 bytes that sign what it is sent, which only whoever has the collector's key can make.
    package func secret(from key: SigningKey) -> Data {
        let salt = salt.map { String($0, radix: 16) }.joined(separator: "-")
        return key.derivedSecret(for: "sohoa collector webhook v1 \(salt)")
    }
}

/// What stands in the way to a receiver, as it is kept; anything else is kept in the words of whoever noticed it.
package enum WebhookProblem: String, Sendable, CaseIterable {
    case noConnection = "no connection in time"
    case noAnswer = "no answer in time"
    case hungUp = "the connection ended without an answer"

    /// How it is kept that the receiver answered with another status than it should.
    package static func text(ofStatus status: Int) -> String { statusPrefix + "\(status)" }

    /// The status in such a text.
    package static func status(in text: String) -> Int? {
        text.hasPrefix(statusPrefix) ? Int(text.dropFirst(statusPrefix.count)) : nil
    }

    private static let statusPrefix = "HTTP status "
}

/// How many messages of a webhook are where.
package struct WebhookCounts: Sendable, Hashable, Codable {
    package var waiting: Int
    package var parked: Int
    /// In the last 30 days.
    package var delivered: Int
}

/// What stands in the outbox: a receipt that somebody is to be told of.
package struct WebhookMessage: Sendable, Hashable {
    package var id: Int64
    /// What the receiver knows it by: the same at each attempt.
    package var name: String
    package var receipt: Int
    package var issuedAt: Date
    package var outcome: Receipt.Outcome
    package var submission: ContentDigest
    package var site: SiteID
    package var dossier: DossierCode
    package var procedure: String
    package var refusals: Int
    package var lastStatus: Int?
    package var deliveredAt: Date?
    package var parkedAt: Date?
}

extension WebhookRecord {
    init(row: Row) throws {
        self.init(
            id: row["id"], name: try row.value("name"), url: row["url"], scope: try row.optionalValue("scope"),
            salt: row["salt"], createdAt: row.date("createdAt"), createdBy: row["createdBy"],
            failingSince: row.optionalDate("failingSince"), failures: row["failures"], nextAt: row.date("nextAt"),
            lastProblem: row["lastProblem"], parkedAt: row.optionalDate("parkedAt"))
    }

    /// Those that were not removed, by name.
    static func all(_ db: Database) throws -> [WebhookRecord] {
        try Row.fetchAll(db, sql: "SELECT * FROM webhook WHERE removedAt IS NULL ORDER BY name")
            .map(WebhookRecord.init(row:))
    }

    static func require(_ name: Username, in db: Database) throws -> WebhookRecord {
        let row = try Row.fetchOne(
            db, sql: "SELECT * FROM webhook WHERE name = ? AND removedAt IS NULL", arguments: [name.rawValue])
        guard let row else { throw RegistryError.unknownWebhook(name.rawValue) }
        return try WebhookRecord(row: row)
    }
}

extension WebhookMessage {
    init(row: Row) throws {
        self.init(
            id: row["id"], name: row["name"], receipt: row["receipt"], issuedAt: row.date("issuedAt"),
            outcome: try row.value("outcome"), submission: row.digest("digest"), site: try row.value("site"),
            dossier: try row.value("dossierCode"), procedure: row["procedure"], refusals: row["refusals"],
            lastStatus: row["lastStatus"], deliveredAt: row.optionalDate("deliveredAt"),
            parkedAt: row.optionalDate("parkedAt"))
    }

    /// The messages that `condition` asks for.
    static func fetchAll(_ db: Database, where condition: String, _ arguments: StatementArguments) throws
        -> [WebhookMessage]
    {
        try Row.fetchAll(
            db,
            sql: """
                SELECT webhookMessage.*, receipt.issuedAt, receipt.outcome, manifest.digest, manifest.site,
                    manifest.dossierCode, dossier.procedure
                FROM webhookMessage JOIN receipt ON receipt.number = webhookMessage.receipt
                    JOIN manifest ON manifest.id = receipt.manifest JOIN dossier ON dossier.manifest = manifest.id
                WHERE \(condition)
                """, arguments: arguments
        ).map(WebhookMessage.init(row:))
    }
}
