import Console
import Dossiers
import Exchange
import Exports
import Foundation
import HTTPTypes
import Progress
import Registry
import TestSupport
import Testing

extension HTTPField.Name {
    static let reason = HTTPField.Name("Sohoa-Reason")!
    static let link = HTTPField.Name("Link")!
}

extension TestCollector {
    /// The token of a new system.
    func system(
        _ name: String = "kho", _ permissions: [Permission] = SystemTerms.possible, at scope: SiteID? = nil,
        lifetime: Int = 3600
    ) throws -> String {
        let terms = try SystemTerms(scope: scope, permissions: Set(permissions), lifetime: lifetime)
        return try registry.addSystem(Username(rawValue: name)!, terms, by: "test", at: clock.now).token.text
    }

    /// A dossier that came over HTTP, with its page's bytes.
    func delivered(
        _ client: Caller, _ code: String, at site: SiteID = commune, seed: UInt64
    ) async throws -> (sealed: Sealed, page: TestPage) {
        let station = try await station(at: site)
        let page = TestPage.random(3000, seed: seed)
        let sealed = station.seal([page], code: code)
        #expect(try await client.deliver(sealed, as: station).receipt != nil)
        return (sealed, page)
    }

    /// The number of a report that was frozen.
    func frozenReport() throws -> Int {
        try registry.freezeReport(
            period: Period(year: CalendarDay(clock.now).year), asOf: CalendarDay(clock.now), decimals: 2,
            collector: Self.identity, program: "1", key: key, by: "test", at: clock.now
        ).get().number
    }
}

extension Caller {
    /// A request of another system.
    func ask(
        _ method: HTTPRequest.Method, _ path: String, _ token: String?, _ headers: HTTPFields = [:],
        _ body: Data? = nil
    ) async throws -> Answer {
        var fields = headers
        if let token { fields[.authorization] = "Bearer \(token)" }
        if body != nil, fields[.contentType] == nil { fields[.contentType] = "application/json" }
        return try await send(method, "/api/v1" + path, fields, body)
    }
}

extension Caller {
    func ask(_ path: String, _ token: String?, _ headers: HTTPFields = [:]) async throws -> Answer {
        try await ask(.get, path, token, headers)
    }
}

extension Answer {
    /// The stable code of a problem of the API for other systems.
    var systemCode: String? {
        headers[.contentType] == Problem.mediaType ? (try? decoded(Problem.self))?.code : nil
    }

    var text: String { String(decoding: body, as: UTF8.self) }
}

/// A part of the list of dossiers.
struct ListedPart: Decodable {
    struct Item: Decodable {
        let code: String
        let site: String
        let procedure: String?
        let receipt: Int
        let submissions: Int
        let isDigitised: Bool
    }

    let dossiers: [Item]
    let cursor: String
    let hasMore: Bool
}
