import Dossiers
import Exchange
import Foundation
import HTTPTypes
import Spool
import Station
import Testing

@Suite("Looking up before scanning", .timeLimit(.minutes(2)))
struct LookupTests {
    private static let found = FoundPaper(
        dossier: DossierCode(rawValue: "H51.17-210301-0007")!, site: SiteID(rawValue: "xa-phu-my")!,
        siteName: "Xã Phú Mỹ", role: .result, type: "giay-khai-sinh", number: "57/2021",
        digitisedOn: CalendarDay("2021-03-01")!, manifest: ContentDigest(sha256Of: Data("x".utf8)), pages: 2)

    @Test("A paper that the province has is used again instead of scanned, and the manifest says so")
    func reuse() async throws {
        try await withOfficeBench { bench in
            bench.province.answers([Self.found])
            let browser = try await bench.browser(of: bench.officer)
            let answer = try await browser.does(.post, "/api/lookups", ["number": "57/2021"])
            #expect(answer.object["source"] as? String == "province")
            #expect(bench.province.lookups.map(\.operatorName) == ["lan.tt"])
            let paper = try await bench.openDossier(browser)
            try await bench.scan(browser, ["paper": paper])
            let reused = try #require(answer.papers.first)
            let dossier = try await browser.does(
                .post, "/api/dossiers/\(OfficeBench.code)/papers",
                ["role": "component", "type": "giay-khai-sinh", "number": "57/2021", "reuse": reused])
            let shown = try #require(dossier.papers.last?["reuse"] as? [String: Any])
            #expect(shown["dossier"] as? String == "H51.17-210301-0007")
            #expect(shown["digitisedOn"] as? String == "2021-03-01")
            let sealed = try await browser.does(
                .post, "/api/dossiers/\(OfficeBench.code)/seal", ["acceptWarnings": true])
            let digest = try #require((sealed.object["digest"] as? String).flatMap(ContentDigest.init(rawValue:)))
            let envelope = try Wire.decode(
                Envelope.self, from: try #require(try await bench.spool.envelope(of: digest)))
            let manifest = try Wire.decode(Manifest.self, from: envelope.payload)
            #expect(manifest.documents.map(\.reuse?.dossier) == [nil, Self.found.dossier])
            #expect(manifest.documents.last?.pages.isEmpty == true)
        }
    }

    @Test("Without the province this PC answers from its own dossiers, and says so")
    func offline() async throws {
        try await withOfficeBench { bench in
            bench.province.answers(nil)
            let browser = try await bench.browser(of: bench.officer)
            let paper = try await bench.openDossier(browser)
            try await bench.scan(browser, ["paper": paper])
            try await browser.does(.post, "/api/dossiers/\(OfficeBench.code)/seal", ["acceptWarnings": true])
            for fields in [["ownerName": "nguyen thi anh"], ["ownerName": "ÁNH"], ["code": OfficeBench.code]] {
                let answer = try await browser.does(.post, "/api/lookups", fields)
                #expect(answer.object["source"] as? String == "thisPC")
                #expect(answer.papers.first?["dossier"] as? String == OfficeBench.code, "\(fields)")
            }
            #expect(try await browser.does(.post, "/api/lookups", ["ownerName": "Ba"]).papers.isEmpty)
            #expect(try await browser.send(.post, "/api/lookups", [:]).code == "nothing_to_look_up")
            for (field, value) in [
                ("ownerName", String(repeating: "a", count: 201)), ("number", "57\u{7}"), ("identityNumber", "1\n2"),
            ] {
                let answer = try await browser.send(.post, "/api/lookups", [field: value])
                #expect((answer.status, answer.code) == (422, "bad_lookup"))
                #expect(answer.object["field"] as? String == field)
                #expect(answer.text?.contains("quá dài hoặc có ký tự lạ") == true)
            }
            let own = try await browser.does(
                .post, "/api/lookups", ["code": OfficeBench.code, "dossier": OfficeBench.code])
            #expect(own.papers.isEmpty, "a dossier has no use for its own papers")
        }
    }

    @Test("Whether the province is there is not known before it was asked, and lookups and briefings tell")
    func contact() async throws {
        try await withOfficeBench { bench in
            let browser = try await bench.browser(of: bench.officer)
            func link() async throws -> [String: Any] {
                try #require(try await browser.does(.get, "/api/desk").object["link"] as? [String: Any])
            }
            #expect(try await link()["hasContact"] as? Bool == false)
            #expect(try await link()["state"] as? String == "idle")
            #expect(try await !bench.desk.refreshBriefing())
            #expect(try await link()["hasContact"] as? Bool == false)
            #expect(try await link()["state"] as? String == "offline")
            #expect(((try await link()["reason"] as? [String: Any])?["vi"] as? String)?.contains("khi có mạng") == true)
            bench.province.answers([])
            try await browser.does(.post, "/api/lookups", ["number": "57/2021"])
            #expect(try await link()["hasContact"] as? Bool == true)
            #expect(try await link()["state"] as? String == "idle")
            bench.province.answers(nil)
            try await browser.does(.post, "/api/lookups", ["number": "57/2021"])
            #expect(try await link()["state"] as? String == "offline")
            await bench.desk.note(link: LinkState(state: .working, hasContact: true))
            await bench.desk.note(link: LinkState(state: .idle, hasContact: true))
            #expect(try await link()["state"] as? String == "idle", "what was delivered got through")
        }
    }

    @Test("Compulsory papers of the procedure that are missing are named before the dossier is finished")
    func missingPapers() async throws {
        try await withOfficeBench { bench in
            bench.province.briefs(
                Briefing(
                    site: SiteID(rawValue: "xa-dai-tam")!, siteName: "Xã Đại Tâm", level: .commune, asOf: Date(),
                    procedures: [
                        Procedure(
                            code: "1.001193", name: "Đăng ký khai sinh",
                            papers: [
                                ProcedurePaper(
                                    type: "to-khai", name: "Tờ khai", role: .component, isCompulsory: true),
                                ProcedurePaper(
                                    type: "giay-chung-sinh", name: "Giấy chứng sinh", role: .component,
                                    isCompulsory: true),
                            ])
                    ],
                    progress: [
                        BriefedRate(
                            indicator: .inForce, level: .commune, year: 2021, numerator: 12, denominator: nil,
                            targetPermille: 150)
                    ]))
            #expect(try await bench.desk.refreshBriefing())
            let browser = try await bench.browser(of: bench.officer)
            let paper = try await bench.openDossier(browser)
            try await bench.scan(browser, ["paper": paper])
            let dossier = try await browser.does(.get, "/api/dossiers/\(OfficeBench.code)")
            #expect(dossier.object["procedureName"] as? String == "Đăng ký khai sinh")
            #expect((dossier.object["missing"] as? [[String: Any]])?.first?["name"] as? String == "Giấy chứng sinh")
            let check = try await browser.does(.get, "/api/dossiers/\(OfficeBench.code)/check")
            let findings = try #require(check.object["findings"] as? [[String: Any]])
            #expect(findings.contains { $0["code"] as? String == "missing_papers" })
            let refused = try await browser.send(.post, "/api/dossiers/\(OfficeBench.code)/seal", [:])
            #expect((refused.status, refused.code) == (409, "warnings"))
            #expect(
                try await browser.send(
                    .post, "/api/dossiers/\(OfficeBench.code)/seal", ["acceptWarnings": true]
                ).status == 201)
            let told = try #require(
                try await browser.does(.get, "/api/desk").object["briefing"] as? [String: Any])
            #expect((told["progress"] as? [[String: Any]])?.first?["numerator"] as? Int == 12)
            #expect(told["isStale"] as? Bool == false)
        }
    }
}
