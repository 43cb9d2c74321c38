import Dossiers
import Exchange
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Registry

struct EnrolmentTests {
    @Test("A token enrols one station at its site, and the index keeps only its digest")
    func enrols() async throws {
        try await withProvince { province in
            let key = SigningKey()
            let request = try province.request(key)
            let outcome = try province.registry.enrol(request, key: key.verificationKey, at: noon)
            guard case .enrolled(let station, let name, let level) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(station.site == commune)
            #expect(name == "Phường 1")
            #expect(level == .commune)
            #expect(try province.registry.station(station.id)?.standing == .active)
            #expect(try province.registry.tokens().map { $0.state(at: noon) } == [.used])
            let secret = try #require(JoinSecret(request.token))
            let (hash, dump) = try province.registry.pool.read { db in
                (
                    try Data.fetchOne(db, sql: "SELECT secretHash FROM joinToken"),
                    try Row.fetchAll(db, sql: "SELECT * FROM joinToken").description
                )
            }
            #expect(hash == secret.digest.data)
            #expect(!dump.contains(request.token))
        }
    }

    @Test("A request repeated because its answer was lost gets the same answer")
    func repeated() async throws {
        try await withProvince { province in
            let key = SigningKey()
            let request = try province.request(key)
            let first = try province.registry.enrol(request, key: key.verificationKey, at: noon)
            let second = try province.registry.enrol(request, key: key.verificationKey, at: noon.addingTimeInterval(9))
            #expect(first == second)
            #expect(try province.registry.stations().count == 1)
        }
    }

    @Test("A used, expired, revoked or unknown token enrols nobody")
    func refusals() async throws {
        try await withProvince { province in
            let (registry, other) = (province.registry, SigningKey())
            let used = try province.request(SigningKey())
            let first = try VerificationKey(der: used.publicKey)
            _ = try registry.enrol(used, key: first, at: noon)
            var stolen = used
            stolen.publicKey = other.verificationKey.derRepresentation
            #expect(try registry.enrol(stolen, key: other.verificationKey, at: noon) == .tokenUsed)

            let late = try province.request(other)
            let afterwards = noon.addingTimeInterval(3600)
            #expect(try registry.enrol(late, key: other.verificationKey, at: afterwards) == .tokenExpired)

            let issued = try registry.issueToken(for: commune, lifetime: 3600, by: "admin", at: noon)
            try registry.revokeToken(issued.token.id, by: "admin", at: noon)
            var revoked = late
            revoked.token = issued.secret.text
            #expect(try registry.enrol(revoked, key: other.verificationKey, at: noon) == .tokenRevoked)

            var unknown = late
            unknown.token = JoinSecret().text
            #expect(try registry.enrol(unknown, key: other.verificationKey, at: noon) == .tokenUnknown)
            unknown.token = "không phải mã"
            #expect(try registry.enrol(unknown, key: other.verificationKey, at: noon) == .tokenUnknown)
            #expect(try registry.stations().count == 1)
        }
    }

    @Test("A key serves one enrolment only, and a failed one does not use up the token")
    func keyTaken() async throws {
        try await withProvince { province in
            let key = SigningKey()
            _ = try province.registry.enrol(province.request(key), key: key.verificationKey, at: noon)
            let again = try province.request(key)
            #expect(try province.registry.enrol(again, key: key.verificationKey, at: noon) == .keyTaken)
            #expect(try province.registry.tokens().count { $0.state(at: noon) == .open } == 1)
        }
    }

    @Test("Two stations that use one token at the same moment: one enrols")
    func concurrent() async throws {
        try await withTemporaryDirectory { folder in
            let province = try Province(at: folder)
            let registry = province.registry
            let secret = try registry.issueToken(for: commune, lifetime: 3600, by: "admin", at: noon).secret.text
            let outcomes = try await withThrowingTaskGroup { group in
                for number in 0..<8 {
                    group.addTask {
                        let key = SigningKey()
                        let request = EnrolmentRequest(
                            token: secret, publicKey: key.verificationKey.derRepresentation, label: "PC-\(number)",
                            agentVersion: "1.0")
                        return try await registry.perform { registry throws(RegistryError) in
                            try registry.enrol(request, key: key.verificationKey, at: noon)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0 == .tokenUsed } == 7)
            #expect(try registry.stations().count == 1)
            try registry.close()
        }
    }

    @Test("An enrolment takes the place of the former station of its site, and of no other site's")
    func replaces() async throws {
        try await withProvince { province in
            let registry = province.registry
            let (former, elsewhere) = (try province.station(), try province.station(at: district))
            let key = SigningKey()
            let outcome = try registry.enrol(
                province.request(key, replaces: former.id), key: key.verificationKey, at: noon)
            guard case .enrolled(let station, _, _) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(try registry.station(former.id)?.standing == .replaced)
            #expect(try registry.station(former.id)?.replacedBy == station.id)

            let third = SigningKey()
            _ = try registry.enrol(
                province.request(third, replaces: elsewhere.id), key: third.verificationKey, at: noon)
            #expect(try registry.station(elsewhere.id)?.standing == .active)
        }
    }

    @Test("No token is issued for a site that is unknown or closed, and a closed one takes no new station")
    func closedSite() async throws {
        try await withProvince { province in
            let registry = province.registry
            let unknown = SiteID(rawValue: "nowhere")!
            #expect(throws: RegistryError.unknownSite(unknown)) {
                _ = try registry.issueToken(for: unknown, lifetime: 60, by: "admin", at: noon)
            }
            let key = SigningKey()
            let early = try province.request(key)
            try registry.close(commune, from: CalendarDay("2021-06-15")!)
            #expect(try registry.enrol(early, key: key.verificationKey, at: noon) == .siteClosed(commune))
            #expect(throws: RegistryError.siteClosed(commune)) {
                _ = try registry.issueToken(for: commune, lifetime: 60, by: "admin", at: noon)
            }
        }
    }

    @Test("Revoking keeps the first moment, and is in the audit trail")
    func revokes() async throws {
        try await withProvince { province in
            let (registry, station) = (province.registry, try province.station())
            try registry.revokeStation(station.id, by: "admin", at: noon)
            try registry.revokeStation(station.id, by: "admin", at: noon.addingTimeInterval(60))
            #expect(try registry.station(station.id)?.revokedAt == noon)
            #expect(
                try registry.auditTrail(subject: station.id.rawValue).map(\.action) == [
                    "station.revoke", "station.enrol",
                ])
            let unknown = StationID()
            #expect(throws: RegistryError.unknownStation(unknown)) {
                try registry.revokeStation(unknown, by: "admin", at: noon)
            }
        }
    }

    @Test("The audit trail cannot be changed or cut")
    func auditTrail() async throws {
        try await withProvince { province in
            _ = try province.station()
            #expect(throws: DatabaseError.self) { try province.sql("UPDATE audit SET actor = 'nobody'") }
            #expect(throws: DatabaseError.self) { try province.sql("DELETE FROM audit") }
        }
    }
}

struct JoinSecretTests {
    @Test("A secret is read as people type it")
    func typing() throws {
        let secret = JoinSecret()
        #expect(secret.text.utf8.count == 34)
        #expect(JoinSecret(secret.text) == secret)
        #expect(JoinSecret(secret.text.lowercased().replacingOccurrences(of: "-", with: " ")) == secret)
        let typed = secret.text.replacingOccurrences(of: "0", with: "o").replacingOccurrences(of: "1", with: "l")
        #expect(JoinSecret(typed) == secret)
        #expect(JoinSecret(String(secret.text.dropLast())) == nil)
        #expect(JoinSecret(secret.text + "0") == nil)
        #expect(JoinSecret("") == nil)
    }

    @Test("Secrets differ in every place")
    func randomness() {
        let secrets = (0..<500).map { _ in Array(JoinSecret().text.utf8) }
        for place in secrets[0].indices where secrets[0][place] != UInt8(ascii: "-") {
            #expect(Set(secrets.map { $0[place] }).count == 32)
        }
    }
}
