import Dossiers
import Exchange
import FoundationEssentials
import Testing

@testable import Uplink

/// What a station asks of the province beside delivering.
@Suite(.timeLimit(.minutes(1)))
struct ProvinceTests {
    private let stack = Stack()
    private let lookup = Lookup(
        operatorName: "canbo", code: DossierCode(rawValue: "H51.18-210615-0001"), ownerName: "Nguyễn \"Ánh\"",
        number: "12/QĐ")

    private var found: LookupAnswer {
        LookupAnswer(
            papers: [
                FoundPaper(
                    dossier: DossierCode(rawValue: "H51.18-210615-0001")!, site: SiteID(rawValue: "hue-1")!,
                    siteName: "Xã A", role: .result, type: "GKS", number: "12/QĐ", issuedOn: CalendarDay("2021-06-14"),
                    digitisedOn: CalendarDay("2021-06-15")!, manifest: ContentDigest(sha256Of: Data("x".utf8)), pages: 2
                )
            ], isCut: false)
    }

    private func briefing(procedures: Int = 1) -> Briefing {
        let paper = ProcedurePaper(
            type: "to-khai", name: String(repeating: "Tờ khai ", count: 20), role: .component, isCompulsory: true)
        return Briefing(
            site: SiteID(rawValue: "hue-1")!, siteName: "Xã A", level: .commune,
            asOf: Date(timeIntervalSince1970: 1_700_000_000),
            procedures: (0..<procedures).map {
                Procedure(code: "1.\($0)", name: "Đăng ký khai sinh", papers: [paper])
            },
            progress: [
                BriefedRate(
                    indicator: .received, level: .commune, year: 2021, numerator: 1, denominator: nil,
                    targetPermille: 150)
            ])
    }

    /// A client of this station to a server on `port`.
    private func client(_ port: Int) throws -> CollectorClient {
        let transport = try CurlTransport(
            to: CollectorAddress("http://127.0.0.1:\(port)"), settings: TransportSettings(version: "0"))
        return CollectorClient(
            identity: StationIdentity(
                station: stack.station, key: stack.key, collector: "c",
                collectorKey: SigningKey().verificationKey),
            transport: transport)
    }

    /// Gives `body` a client to a collector that answers every request the same way.
    private func withAnswer(
        _ status: Int, _ fields: [String: String] = [:], _ body: Data = Data(),
        _ ask: @escaping @Sendable (CollectorClient) async throws -> Void
    ) async throws {
        let head = fields.map { "\($0): \($1)\r\n" }.joined()
        try await withRawServer { connection in
            while true {
                _ = try await connection.request()
                let length = status == 304 ? "" : "Content-Length: \(body.count)\r\n"
                try await connection.send(Data("HTTP/1.1 \(status) X\r\n\(head)\(length)\r\n".utf8) + body)
            }
        } _: { port in
            try await ask(try client(port))
        }
    }

    @Test func `a lookup goes out in the station's name, and what was found comes back`() async throws {
        let (lookup, found) = (lookup, found)
        let bytes = try Wire.encode(lookup)
        try await withRawServer { connection in
            let request = try await connection.request()
            let isRight =
                request.firstLine == "POST /v1/lookups HTTP/1.1" && request.body == bytes
                && request.head.contains("Content-Type: application/json")
                && request.head.contains("Authorization: Bearer ") && !request.head.contains("Nguy")
            let body = try Wire.encode(found)
            try await connection.send(
                Data("HTTP/1.1 \(isRight ? 200 : 400) X\r\nContent-Length: \(body.count)\r\n\r\n".utf8) + body)
        } _: { port in
            let answer = try await client(port).lookUp(lookup)
            #expect(answer == found)
        }
    }

    @Test func `asking too often is told with the time to wait`() async throws {
        let problem = Problem(.rateLimited, status: 429, title: "Too many", detail: "Try again in 7 seconds.")
        try await withAnswer(
            429, ["Content-Type": Problem.mediaType, "Retry-After": "7"], try Wire.encode(problem)
        ) { client in
            let failure = await #expect(throws: Failure.self) { try await client.lookUp(lookup) }
            #expect(failure?.code == .rateLimited)
            #expect(failure?.retryAfter == .seconds(7))
        }
    }

    @Test func `a collector that knows no lookups yet says so, and a login page is no answer`() async throws {
        let problem = Problem(.notFound, status: 404, title: "None", detail: "This collector has no such address.")
        try await withAnswer(404, ["Content-Type": Problem.mediaType], try Wire.encode(problem)) { client in
            let failure = await #expect(throws: Failure.self) { try await client.lookUp(lookup) }
            #expect(failure?.code == .notFound)
        }
        try await withAnswer(200, ["Content-Type": "text/html"], Data("<html>Đăng nhập Wi-Fi</html>".utf8)) { client in
            let failure = await #expect(throws: Failure.self) { try await client.lookUp(lookup) }
            guard case .notTheCollector = failure else { Issue.record("\(String(describing: failure))"); return }
            let other = await #expect(throws: Failure.self) { try await client.briefing(etag: nil) }
            guard case .notTheCollector = other else { Issue.record("\(String(describing: other))"); return }
        }
    }

    @Test func `a briefing comes with its tag, and asked for by the tag it is not sent again`() async throws {
        let briefing = briefing()
        try await withRawServer { connection in
            while true {
                let request = try await connection.request()
                let isKnown = request.head.contains("If-None-Match: W/\"abc\"")
                let body = isKnown ? Data() : try Wire.encode(briefing)
                let status = isKnown ? "304 Not Modified" : "200 OK"
                let length = isKnown ? "" : "Content-Length: \(body.count)\r\n"
                try await connection.send(Data("HTTP/1.1 \(status)\r\nETag: W/\"abc\"\r\n\(length)\r\n".utf8) + body)
            }
        } _: { port in
            let client = try client(port)
            #expect(try await client.briefing(etag: nil) == .briefing(briefing, etag: "W/\"abc\""))
            #expect(try await client.briefing(etag: "W/\"abc\"") == .unchanged)
            #expect(try await client.briefing(etag: "W/\"older\"") == .briefing(briefing, etag: "W/\"abc\""))
        }
    }

    @Test func `a briefing as long as one may be is taken`() async throws {
        let long = briefing(procedures: 12_500)
        let bytes = try Wire.encode(long)
        #expect((Briefing.maximumByteLength - 200_000...Briefing.maximumByteLength).contains(bytes.count))
        try await withAnswer(200, ["ETag": "W/\"abc\""], bytes) { client in
            let answer = try await client.briefing(etag: nil)
            #expect(answer == .briefing(long, etag: "W/\"abc\""))
        }
    }

    @Test func `nothing changed is an answer only to who asked by a tag`() async throws {
        try await withAnswer(304) { client in
            let failure = await #expect(throws: Failure.self) { try await client.briefing(etag: nil) }
            guard case .notTheCollector = failure else { Issue.record("\(String(describing: failure))"); return }
        }
    }

    @Test func `an unreachable province fails like every other request`() async throws {
        let port = try await withRawServer { _ in
        } _: { port in
            port
        }.value
        let client = try client(port)
        let failure = await #expect(throws: Failure.self) { try await client.lookUp(lookup) }
        guard case .transport = failure else { Issue.record("\(String(describing: failure))"); return }
    }
}
