import Dossiers
import Foundation
import HTTPTypes
import Spool
import Station
import TestSupport
import Testing

@Suite("What the officer's desk says, and what it notes", .timeLimit(.minutes(3)))
struct DeskWordsTests {
    @Test("What is wrong with an entry is named with its field, and nothing is kept of it")
    func badEntries() async throws {
        try await withOfficeBench { bench in
            let browser = try await bench.browser(of: bench.officer)
            let good: [String: Any] = [
                "code": OfficeBench.code, "procedure": "1.001193", "ownerName": "Nguyễn Thị Ánh",
            ]
            for (field, value, named) in [
                ("code", "không-phải-mã", "code"), ("code", "H51-210615-1\u{7}", "code"),
                ("ownerName", String(repeating: "Ánh", count: 4000), "ownerName"),
                ("ownerName", "a\u{0}b", "ownerName"),
                ("ownerName", "", "ownerName"), ("procedure", "1\n2", "procedure"),
            ] {
                var fields = good
                fields[field] = value
                let answer = try await browser.send(.post, "/api/dossiers", fields)
                #expect(answer.status == 422, "\(field)")
                #expect(answer.object["field"] as? String == named, "\(answer.object)")
                #expect(answer.text?.isEmpty == false)
            }
            #expect(try await bench.spool.openDossiers().isEmpty)
            let broken = try await browser.send(.post, "/api/dossiers", bytes: Data("{\"code\": ".utf8))
            #expect((broken.status, broken.code) == (422, "malformed_request"))
        }
    }

    @Test("What a scan is to go to is looked at before it starts, and what is scanned cannot be discarded")
    func placesThatGo() async throws {
        try await withOfficeBench(pages: .shades([10, 60, 110]), faults: ["line-delay=8000"]) { bench in
            let browser = try await bench.browser(of: bench.officer)
            let paper = try await bench.openDossier(browser)
            try await bench.scan(browser, ["paper": paper, "pageLimit": 1])
            let first = try await browser.does(.get, "/api/dossiers/\(OfficeBench.code)").livePages[0]
            let place: [String: Any] = ["kind": "replacing", "page": first]
            for (wrong, code) in [
                (["paper": 999], "paper_not_found"), (["placement": ["kind": "after", "page": 999]], "page_not_found"),
            ] as [([String: Any], String)] {
                let order = wrong.merging(["code": OfficeBench.code, "source": "feeder"]) { $1 }
                let refused = try await browser.send(.post, "/api/scan", order)
                #expect((refused.status, refused.code) == (404, code))
            }
            #expect(bench.scanner.fed() == 1)

            try await browser.does(
                .post, "/api/scan", ["code": OfficeBench.code, "source": "feeder", "placement": place])
            let discard = try await browser.send(.post, "/api/dossiers/\(OfficeBench.code)/discard", [:])
            #expect((discard.status, discard.code) == (409, "scan_running"))
            // The second officer, while the sheet is in the scanner.
            let other = try await bench.browser(of: bench.manager)
            try await other.does(
                .post, "/api/dossiers/\(OfficeBench.code)/pages", ["action": "remove", "pages": [first]])
            let scan = try #require(try await bench.scanEnds(browser).object["scan"] as? [String: Any])
            #expect(scan["ending"] as? String == "place_gone", "\(scan)")
            let text = try #require((scan["text"] as? [String: Any])?["vi"] as? String)
            #expect(text.contains("người khác xóa") && !text.contains("dung lượng"), "\(text)")
        }
    }

    @Test("A disk that fills up during a scan ends it with the figures, also after a restart")
    func fillingDisk() async throws {
        try await withBallast { ballast in
            try await withOfficeBench(
                pages: .shades([10, 60, 110, 160]), faults: ["line-delay=4000"],
                minimumFreeBytes: ballast.minimumFreeBytes
            ) { bench in
                let browser = try await bench.browser(of: bench.officer)
                let paper = try await bench.openDossier(browser)
                try await browser.does(
                    .post, "/api/scan", ["code": OfficeBench.code, "paper": paper, "source": "feeder"])
                while try await bench.spool.dossier(OfficeBench.dossierCode)?.pageCount == 0 {
                    try await Task.sleep(for: .milliseconds(20))
                }
                try ballast.load()
                let scan = try #require(try await bench.scanEnds(browser).object["scan"] as? [String: Any])
                #expect(scan["ending"] as? String == "disk_nearly_full", "\(scan)")
                let text = try #require((scan["text"] as? [String: Any])?["vi"] as? String)
                #expect(text.contains("cần ít nhất \(ballast.minimumFreeBytes >> 20) MB"), "\(text)")
                try await browser.does(.delete, "/api/scan")
                // What the dossier remembers is all that is left.
                let row = try #require(
                    (try await browser.does(.get, "/api/desk").object["open"] as? [[String: Any]])?.first)
                let interruption = try #require(row["interruption"] as? [String: Any])
                #expect(interruption["code"] as? String == "disk_nearly_full")
                #expect((interruption["text"] as? [String: Any])?["vi"] as? String == text)
            }
        }
    }

    @Test("A disk that is nearly full stops new scans with the figures, and nothing is lost")
    func fullDisk() async throws {
        try await withOfficeBench(minimumFreeBytes: 1 << 50) { bench in
            let browser = try await bench.browser(of: bench.officer)
            let paper = try await bench.openDossier(browser)
            let answer = try await browser.send(
                .post, "/api/scan", ["code": OfficeBench.code, "paper": paper, "source": "feeder"])
            #expect((answer.status, answer.code) == (503, "disk_nearly_full"))
            #expect(answer.text?.contains("MB") == true)
            #expect(
                (try await browser.does(.get, "/api/desk").object["disk"] as? [String: Any])?["isLow"] as? Bool == true)
        }
    }

    @Test("What does not go has its own sentence: a paper split at its first page, a dossier's own paper reused")
    func sentences() async throws {
        try await withOfficeBench { bench in
            let browser = try await bench.browser(of: bench.officer)
            let paper = try await bench.openDossier(browser)
            try await bench.scan(browser, ["paper": paper])
            let page = try await browser.does(.get, "/api/dossiers/\(OfficeBench.code)").livePages[0]
            let pages = "/api/dossiers/\(OfficeBench.code)/pages"
            let split = try await browser.send(
                .post, pages, ["action": "split", "pages": [page], "newPaper": ["role": "result", "type": "b"]])
            #expect(split.status == 422)
            #expect(split.text?.contains("trang đầu của giấy tờ") == true, "\(split.object)")
            let own: [String: Any] = [
                "dossier": OfficeBench.code, "site": "xa-dai-tam", "siteName": "Xã Đại Tâm", "role": "component",
                "type": "to-khai", "digitisedOn": "2021-03-01", "manifest": String(repeating: "a", count: 64),
                "pages": 1,
            ]
            let reused = try await browser.send(
                .post, "/api/dossiers/\(OfficeBench.code)/papers",
                ["role": "component", "type": "to-khai", "reuse": own])
            #expect(reused.text?.contains("chính hồ sơ đang mở") == true, "\(reused.object)")
            for answer in [split, reused] { #expect(answer.text?.contains("Mục \"") == false) }
        }
    }

    @Test("The station's problem is told in Vietnamese, and where the timetable forbids sending that is said")
    func stationProblem() async throws {
        try await withOfficeBench { bench in
            let browser = try await bench.browser(of: bench.officer)
            try await bench.spool.setStationProblem("this station was revoked", code: "station_revoked")
            let problem = try #require(
                try await browser.does(.get, "/api/desk").object["stationProblem"] as? [String: Any])
            #expect((problem["vi"] as? String)?.contains("đã thu hồi trạm này") == true)
            #expect(problem["en"] as? String == "this station was revoked")
            try await bench.spool.setStationProblem(nil)
            #expect(try await browser.does(.get, "/api/desk").object["stationProblem"] == nil)

            try await browser.does(.post, "/api/queue", ["action": "resume"])
            bench.province.delivers(false)
            try await browser.does(.post, "/api/queue", ["action": "pause"])
            let early = try await browser.send(.post, "/api/queue", ["action": "resume"])
            #expect((early.status, early.code) == (409, "outside_hours"))
            #expect(try await !bench.spool.isPaused, "it goes on when the hour comes")
        }
    }

    @Test("What no dossier's history has is logged under the officer's number, without names")
    func deedsAreLogged() async throws {
        try await withOfficeBench(faults: ["line-delay=5000"]) { bench in
            let browser = try await bench.browser(of: bench.manager)
            try await browser.does(.post, "/api/queue", ["action": "pause"])
            try await browser.does(.post, "/api/queue", ["action": "retry"])
            try await browser.does(.put, "/api/scanner", ["name": bench.scanner.device])
            try await browser.does(
                .post, "/api/officers", ["name": "minh.nv", "displayName": "Nguyễn Văn Minh", "pin": "739146"])
            try await browser.does(
                .patch, "/api/officers/\(bench.officer)",
                ["role": "manager", "displayName": "Trần Lan", "pin": "618394"])
            let paper = try await bench.openDossier(browser)
            try await browser.does(.post, "/api/scan", ["code": OfficeBench.code, "paper": paper, "source": "feeder"])
            try await browser.does(.delete, "/api/scan")
            _ = try await bench.scanEnds(browser)
            let lines = bench.log.text.split(separator: "\n")
            for (deed, detail) in [
                ("the queue was changed", "pause"), ("the queue was changed", "retry"),
                ("a scanner was chosen", bench.scanner.device), ("an officer was added", "role"),
                ("an officer was changed", "\"role\": manager"), ("an officer's PIN was set", "subject"),
                ("a scan was stopped", "officer"),
            ] {
                #expect(
                    lines.contains {
                        $0.contains(deed) && $0.contains(detail) && $0.contains("\"officer\": \(bench.manager)")
                    }, "\(deed) \(detail): \(bench.log.text)")
            }
            for name in ["Minh", "minh.nv", "Lan", "739146", "618394", "Ánh"] {
                #expect(!bench.log.text.contains(name))
            }
        }
    }
}
