import Dossiers
import Exchange
import Foundation
import HTTPTypes
import Registry
import TestSupport
import Testing

@testable import Console

@Suite("Reports on the province's pages", .timeLimit(.minutes(2)))
struct ReportPageTests {
    @Test("An administrator freezes the figures of a period, and takes them along in every form")
    func freeze() async throws {
        try await withCollector { collector in
            try await collector.account("quan.tri", .administrator)
            try await collector.browsing { browser in
                try await browser.enter("quan.tri")
                #expect(try await browser.get("/reports").text.contains("Chưa chốt báo cáo nào."))
                for fields in [["period": "2021-Q5"], [:], ["period": "2021", "day": "31/12"], ["period": "2999"]] {
                    #expect(try await browser.post("/reports", fields).status == 422, "\(fields)")
                }
                #expect(try await browser.post("/reports", ["period": "2021-Q2"]).location == "/reports/1")
                let page = try await browser.get("/reports/1")
                #expect(page.status == 200)
                #expect(page.text.contains("Không có: mọi số liệu vẫn như khi chốt."))
                for (form, beginning, type) in [
                    ("xlsx", "PK", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
                    ("csv", "\u{FEFF}Kỳ báo cáo", "text/csv; charset=utf-8"),
                    ("html", "<!DOCTYPE html>", "text/html; charset=utf-8"), ("json", "{", "application/vnd.dsse+json"),
                ] {
                    let file = try await browser.post("/reports/1", ["form": form, "organisation": "VĂN PHÒNG <b>"])
                    #expect(file.status == 200)
                    #expect(file.headers[.contentType] == type)
                    #expect(
                        file.headers[.contentDisposition] == "attachment; filename=\"report-1.\(form)\"")
                    #expect(file.text.hasPrefix(beginning), "\(form)")
                    #expect(!file.text.contains("VĂN PHÒNG <b>"))
                    try await browser.get("/reports/1")
                }
                let long = ["form": "html", "signer": String(repeating: "x", count: 201)]
                #expect(try await browser.post("/reports/1", long).status == 422)
                #expect(try await browser.post("/reports/1", ["form": "doc"]).status == 400)
                #expect(try await browser.get("/reports/2").status == 404)
                #expect(try await browser.get("/reports/x").status == 404)
            }
            let snapshot = try #require(try collector.registry.snapshots().first)
            #expect(snapshot.frozenBy == "account:quan.tri")
            #expect(throws: Never.self) { try snapshot.open(with: collector.key.verificationKey) }
            let trail = try collector.registry.auditTrail().filter { $0.action.hasPrefix("report.") }
            #expect(trail.count { $0.action == "report.export" } == 4)
            #expect(trail.count { $0.action == "report.freeze" } == 1)
        }
    }

    @Test("A viewer reads reports and freezes none; officers see none")
    func roles() async throws {
        try await withCollector { collector in
            try await collector.account("xem", .viewer)
            try await collector.account("can.bo", .officer, at: TestCollector.commune)
            try await collector.browsing { browser in
                try await browser.enter("xem")
                #expect(try await browser.get("/reports").text.contains("id=\"freeze\"") == false)
                #expect(try await browser.post("/reports", ["period": "2021"]).status == 403)
            }
            try await collector.browsing { browser in
                try await browser.enter("can.bo")
                #expect(try await browser.get("/reports").status == 403)
            }
            #expect(try collector.registry.snapshots().isEmpty)
        }
    }
}
