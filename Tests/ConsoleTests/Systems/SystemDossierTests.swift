import Dossiers
import Exchange
import Foundation
import HTTPTypes
import Progress
import Registry
import TestSupport
import Testing

@Suite("What systems read of dossiers and figures", .timeLimit(.minutes(3)))
struct SystemDossierTests {
    private struct Open: Decodable {
        struct Owner: Decodable { let name, identityNumber: String? }
        struct Paper: Decodable {
            struct Page: Decodable { let digest: ContentDigest }
            let type: String
            let submission: ContentDigest
            let pages: [Page]
        }
        struct Submission: Decodable { let digest: ContentDigest }
        let owner: Owner
        let papers: [Paper]
        let submissions: [Submission]
    }

    private static let reason: HTTPFields = [.reason: "%C4%91%E1%BB%91i%20chi%E1%BA%BFu 100%25"]

    @Test("A dossier shows its papers, and its page is what was scanned; the number is whole in what was signed alone")
    func dossier() async throws {
        try await withCollector { collector in
            try await collector.routed { client in
                let station = try await collector.station()
                let page = TestPage.random(3000, seed: 1)
                var manifest = station.manifest([page], sequence: 1, previous: nil)
                manifest.dossier.owner.identityNumber = "094099000123"
                let sealed = station.sign(manifest, [page])
                #expect(try await client.deliver(sealed, as: station).receipt != nil)
                let token = try collector.system()
                let place = "/dossiers/st-31498/H51-210615-0001"
                let answer = try await client.ask(place, token, Self.reason)
                let open: Open = try answer.decoded()
                #expect(open.owner.name == "Nguyễn Thị Hoa" && open.owner.identityNumber == "094••••••123")
                #expect(!answer.text.contains("094099000123"))
                #expect(open.papers.map(\.type) == ["TKKS"] && open.papers[0].submission == sealed.digest)
                #expect(open.submissions.map(\.digest) == [sealed.digest])
                let digest = open.papers[0].pages[0].digest
                let image = try await client.ask(place + "/pages/\(digest)", token, Self.reason)
                #expect(image.body == page.bytes)

                // Proof: what the station signed, byte by byte, and the collector's receipt, each by its key.
                let base = "/submissions/\(sealed.digest)"
                let envelope = try await client.ask(base + "/envelope", token, Self.reason)
                #expect(envelope.body == sealed.body)
                let receipt: Envelope = try await client.ask(base + "/receipt", token).decoded()
                #expect(try Receipt.open(receipt, with: collector.key.verificationKey).manifest == sealed.digest)
                struct Keys: Decodable { let stationKey: String }
                let keys: Keys = try await client.ask(base, token).decoded()
                #expect(keys.stationKey == station.key.verificationKey.pemRepresentation)

                // All of it is in the trail, under the system's name, with the reason where one was given.
                let trail = try collector.registry.auditTrail(AuditQuery(actor: "system:kho")).map(\.entry)
                #expect(
                    trail.map(\.action) == ["receipt.export", "manifest.export", "page.show", "dossier.open"])
                #expect(trail.map(\.reason) == [nil, "đối chiếu 100%", "đối chiếu 100%", "đối chiếu 100%"])
                #expect(trail.allSatisfy { $0.site == TestCollector.commune })
                let unknown = "/dossiers/st-31498/H51-210615-0009"
                #expect(try await client.ask(unknown, token, Self.reason).systemCode == "not_found")
                #expect(try await client.ask("/dossiers/st-31498/x", token, Self.reason).status == 400)
            }
            // Neither names nor reasons are in the log.
            let log = collector.log.text
            #expect(
                !log.contains("Hoa") && !log.contains("094099000123") && !log.contains("%C4") && !log.contains("H51-"))
        }
    }

    @Test("Owners are found by what was posted, in the trail by the kinds of criteria alone")
    func lookup() async throws {
        try await withCollector { collector in
            try collector.addProvince()
            let station = try await collector.station()
            var sample = SampleStation(id: station.id, site: station.site, key: station.key)
            for number in 1...5 {
                try collector.accept(
                    sample.seal(
                        "H51-210615-000\(number)", owner: "Trần Văn Bình",
                        documents: [.component(SampleContent.page(UInt64(number)))]
                    ) { $0.dossier.owner.identityNumber = "09409900012\(number)" })
            }
            let token = try collector.system()
            struct Found: Decodable {
                struct Item: Decodable { let code: String }
                let dossiers: [Item]
                let isApproximate: Bool
                let cursor: String?
            }
            try await collector.routed { client in
                func find(_ body: String) async throws -> Answer {
                    try await client.ask(.post, "/lookups", token, Self.reason, Data(body.utf8))
                }
                let whole: Found = try await find(#"{"identityNumber":"0940 9900 0123"}"#).decoded()
                #expect(whole.dossiers.map(\.code) == ["H51-210615-0003"])
                let near: Found = try await find(#"{"ownerName":"tran van binhh"}"#).decoded()
                #expect(near.dossiers.count == 5 && near.isApproximate)
                var (seen, cursor): ([String], String?) = ([], nil)
                repeat {
                    let more = cursor.map { #","cursor":"\#($0)""# } ?? ""
                    let part: Found = try await find(#"{"ownerName":"bình","limit":2\#(more)}"#).decoded()
                    seen += part.dossiers.map(\.code)
                    cursor = part.cursor
                } while cursor != nil
                #expect(seen.count == 5 && Set(seen).count == 5)
                for body in [
                    "{}", "", "[]", #"{"ownerName":""}"#, #"{"limit":0,"code":"H"}"#, #"{"code":"H","cursor":"x"}"#,
                    #"{"sites":["st-31498"]}"#,
                    #"{"code":"H","receivedFrom":"2022-01-01","receivedThrough":"2021-01-01"}"#,
                ] { #expect(try await find(body).status == 400, "\(body)") }
                let large = try await find(#"{"ownerName":""# + String(repeating: "a", count: 70_000) + #""}"#)
                #expect(large.systemCode == "too_large")
                let form = Self.reason.merging([.contentType: "text/plain"])
                #expect(try await client.ask(.post, "/lookups", token, form, Data("{}".utf8)).status == 415)
            }
            let trail = try collector.registry.auditTrail(AuditQuery(action: "dossier.find")).map(\.entry)
            #expect(Set(trail.map(\.detail)) == ["by identityNumber", "by ownerName"])
        }
    }

    @Test("Figures are those of the command, byte by byte")
    func figures() async throws {
        try await withCollector { collector in
            try collector.addProvince()
            try await collector.delivers(3)
            let today = CalendarDay(collector.clock.now)
            let token = try collector.system()
            try await collector.routed { client in
                for (query, levels, sites, indicators) in [
                    ("", [], [], []), ("?level=commune&level=district", [.commune, .district], [], []),
                    ("?site=st-31498&indicator=R3", [], [TestCollector.commune], [.inForce]),
                ] as [(String, [Level], [SiteID], [Indicator])] {
                    let request = try ReportRequest(
                        period: Period(year: today.year), asOf: today, indicators: indicators, levels: levels,
                        sites: sites)
                    let report = try ProgressReport.make(request, from: collector.registry).get()
                    let wanted = try Wire.encode(ReportDocument(report))
                    #expect(try await client.ask("/figures" + query, token).body == wanted)
                }
                for (query, status) in [
                    ("period=2021-Q5", 400), ("asOf=x", 400), ("indicator=R7", 400), ("level=x", 400),
                    ("level=commune&site=st-31498", 400), ("period=2999", 422), ("site=st-1", 404),
                ] { #expect(try await client.ask("/figures?" + query, token).status == status, "\(query)") }
            }
        }
    }

    @Test("Baselines come in parts that are put together again, and a part of the province gets its own")
    func baselines() async throws {
        struct Part: Decodable {
            struct Row: Decodable {
                struct Scope: Decodable { let kind, id: String? }
                let scope: Scope
                let denominator: Int
            }
            let baselines: [Row]
            let cursor: String?
        }
        try await withCollector { collector in
            try collector.addProvince()
            let (token, narrow) = (
                try collector.system(), try collector.system("huyen", [.seeImports], at: TestCollector.district)
            )
            try await collector.routed { client in
                var (seen, cursor): ([Int], String?) = ([], nil)
                repeat {
                    let path = "/baselines?limit=2" + (cursor.map { "&cursor=\($0)" } ?? "")
                    let part: Part = try await client.ask(path, token).decoded()
                    seen += part.baselines.map(\.denominator)
                    cursor = part.cursor
                } while cursor != nil
                #expect(seen.sorted() == [4, 4, 5, 8, 10])
                let own: Part = try await client.ask("/baselines", narrow).decoded()
                #expect(own.baselines.map(\.denominator).sorted() == [4, 4, 10])
            }
        }
    }

    @Test("The catalogue is replaced by the rules of the command, from JSON as it is read or from CSV, or not at all")
    func procedures() async throws {
        try await withCollector { collector in
            let token = try collector.system()
            let csv = #"""
                procedure;name;paper;paperName;role;compulsory
                1.001193;Đăng ký khai sinh;TKKS;Tờ khai;component;1
                1.001193;Đăng ký khai sinh;GKS;"Giấy ""khai sinh""";result;0
                """#
            try await collector.routed { client in
                func put(_ body: Data, _ type: String, over tag: String? = nil) async throws -> Answer {
                    var headers: HTTPFields = [.contentType: type]
                    headers[.ifMatch] = tag
                    return try await client.ask(.put, "/procedures", token, headers, body)
                }
                let first = try await put(Data(csv.utf8), "text/csv; charset=utf-8")
                #expect(first.text == #"{"added":["1.001193"],"changed":[],"removed":[],"unchanged":0}"#)
                let known = try await client.ask("/procedures", token)
                #expect(known.text.contains(#"Giấy \"khai sinh\""#))
                // What is read can be sent back.
                #expect(try await put(known.body, "application/json").text.hasSuffix(#""unchanged":1}"#))
                for (body, type, status) in [
                    ("{}", "application/json", 400), ("x", "text/plain", 415), ("a,b\r\n1,2", "text/csv", 422),
                    (#"{"procedures":[{"code":"1","name":"x","papers":[]}]}"#, "application/json", 422),
                    (
                        known.text.replacing("GKS", with: "TKKS").replacing("result", with: "component"),
                        "application/json", 422
                    ),
                ] {
                    let answer = try await put(Data(body.utf8), type)
                    #expect(answer.status == status, "\(body): \(answer.text)")
                    #expect(try await client.ask("/procedures", token).body == known.body)
                }
                // Whoever changed it meanwhile is not overwritten by who has not seen that.
                let changed = Data(known.text.replacing("Tờ khai", with: "Đơn").utf8)
                let again = Data(known.text.replacing("Tờ khai", with: "Phiếu").utf8)
                let tag = try #require(known.headers[.eTag])
                #expect(try await put(changed, "application/json", over: tag).status == 200)
                let late = try await put(again, "application/json", over: tag)
                #expect(late.status == 412 && late.systemCode == "changed_meanwhile")
                #expect(try await client.ask("/procedures", token).text.contains("Đơn"))
                #expect(try await put(known.body, "application/json", over: "*").status == 200)
                let large = try await put(Data(count: (8 << 20) + 1), "text/csv")
                #expect(large.status == 413)
            }
            let entry = try #require(
                try collector.registry.auditTrail(AuditQuery(action: "procedure.import")).first?.entry)
            #expect(entry.actor == "system:kho" && entry.subject == "api")
        }
    }
}

extension HTTPFields {
    fileprivate func merging(_ others: HTTPFields) -> HTTPFields {
        var fields = self
        for field in others { fields[field.name] = field.value }
        return fields
    }
}
