import ContentStore
import Dossiers
import Exchange
import Foundation
import HTTPTypes
import Scanning
import Spool
import Station
import TestSupport
import Testing

@Suite("The officer's desk", .timeLimit(.minutes(3)))
struct DeskTests {
    @Test("A dossier goes from the form through the scanner and corrections to the queue")
    func wholeWay() async throws {
        try await withOfficeBench(pages: .shades([10, 60, 110, 160])) { bench in
            let browser = try await bench.browser(of: bench.officer)
            let paper = try await bench.openDossier(browser, sheets: 3)
            let desk = try await bench.scan(browser, ["paper": paper])
            let scan = try #require(desk.object["scan"] as? [String: Any])
            #expect(scan["isComplete"] as? Bool == true)
            #expect(scan["pagesSaved"] as? Int == 4)

            var dossier = try await browser.does(.get, "/api/dossiers/\(OfficeBench.code)")
            let pages = dossier.livePages
            #expect(pages.count == 4)
            let change = "/api/dossiers/\(OfficeBench.code)/pages"
            try await browser.does(.post, change, ["action": "rotate", "pages": [pages[0]], "degrees": 90])
            try await browser.does(.post, change, ["action": "remove", "pages": [pages[1]]])
            dossier = try await browser.does(
                .post, change, ["action": "move", "pages": [pages[3]], "paper": paper, "before": pages[0]])
            #expect(dossier.livePages == [pages[3], pages[0], pages[2]])
            dossier = try await browser.does(
                .post, change,
                ["action": "split", "pages": [pages[2]], "newPaper": ["role": "result", "type": "giay-khai-sinh"]])
            #expect(dossier.papers.count == 2)
            let history = try #require(dossier.object["history"] as? [[String: Any]])
            #expect(
                history.compactMap { $0["action"] as? String } == ["opened", "rotated", "removed", "moved", "split"])
            #expect(Set(history.compactMap { $0["by"] as? String }) == ["lan.tt"])

            let check = try await browser.does(.get, "/api/dossiers/\(OfficeBench.code)/check")
            #expect(check.object["canSeal"] as? Bool == true, "\(check.object)")
            let sealed = try await browser.send(
                .post, "/api/dossiers/\(OfficeBench.code)/seal", ["acceptWarnings": true])
            #expect(sealed.status == 201)
            #expect(sealed.object["state"] as? String == "sealed")

            let digest = try #require(
                (sealed.object["digest"] as? String).flatMap(ContentDigest.init(rawValue:)))
            let envelope = try Wire.decode(
                Envelope.self, from: try #require(try await bench.spool.envelope(of: digest)))
            let manifest = try Wire.decode(Manifest.self, from: envelope.payload)
            #expect(manifest.operatorName == "lan.tt")
            #expect(manifest.pages.count == 3)
            #expect(manifest.pages.map(\.rotation) == [nil, 90, nil])
            #expect(manifest.corrections.map(\.action) == [.rotated, .removed, .moved, .split])
            let after = try await browser.does(.get, "/api/desk")
            #expect((after.object["open"] as? [Any])?.isEmpty == true)
            #expect((after.object["today"] as? [String: Any])?["dossiers"] as? Int == 1)
        }
    }

    @Test("After a jam the page says what is saved and where to go on, and the rest comes behind it")
    func jam() async throws {
        try await withOfficeBench(pages: .shades([10, 60, 110, 160, 210]), faults: ["jam@3"]) { bench in
            let browser = try await bench.browser(of: bench.officer)
            let paper = try await bench.openDossier(browser)
            let desk = try await bench.scan(browser, ["paper": paper])
            let scan = try #require(desk.object["scan"] as? [String: Any])
            #expect(scan["isComplete"] as? Bool == false)
            #expect(
                (scan["text"] as? [String: Any])?["vi"] as? String
                    == "Kẹt giấy. Hãy mở nắp, gỡ tờ bị kẹt, nạp lại giấy rồi quét tiếp.")
            #expect((scan["resume"] as? [String: Any])?["vi"] as? String == "2 trang đã lưu; nạp lại từ tờ 3")
            try await browser.does(.delete, "/api/scan")
            #expect(try await browser.does(.get, "/api/desk").object["scan"] == nil)
            let open = try #require(
                (try await browser.does(.get, "/api/desk").object["open"] as? [[String: Any]])?.first)
            let interruption = try #require(open["interruption"] as? [String: Any])
            #expect((interruption["resume"] as? [String: Any])?["vi"] as? String == "2 trang đã lưu; nạp lại từ tờ 3")
            try await bench.scan(browser, ["paper": paper])
            let dossier = try await browser.does(.get, "/api/dossiers/\(OfficeBench.code)")
            #expect(dossier.livePages.count == 5)
            #expect(Set(dossier.pages.compactMap { $0["digest"] as? String }).count == 5)
        }
    }

    @Test("A scanner that is unplugged in the middle of a page costs that page, and the page says what to do")
    func unplugged() async throws {
        try await withOfficeBench(pages: .shades([10, 60, 110]), faults: ["io-error@2:3000"]) { bench in
            let browser = try await bench.browser(of: bench.officer)
            let paper = try await bench.openDossier(browser)
            let scan = try #require(
                try await bench.scan(browser, ["paper": paper]).object["scan"] as? [String: Any])
            #expect(scan["ending"] as? String == "scanner_ioError")
            #expect((scan["text"] as? [String: Any])?["vi"] as? String == ScannerStatus.ioError.text.vietnamese)
            #expect((scan["resume"] as? [String: Any])?["vi"] as? String == "1 trang đã lưu; nạp lại từ tờ 2")
            try await bench.scan(browser, ["paper": paper])
            #expect(try await browser.does(.get, "/api/dossiers/\(OfficeBench.code)").livePages.count == 3)
        }
    }

    @Test("A page is scanned again in its place, and others are put before and behind it")
    func places() async throws {
        try await withOfficeBench(pages: .shades([10, 60, 110, 160, 210])) { bench in
            let browser = try await bench.browser(of: bench.officer)
            let paper = try await bench.openDossier(browser)
            try await bench.scan(browser, ["paper": paper, "pageLimit": 2])
            let first = try await browser.does(.get, "/api/dossiers/\(OfficeBench.code)").livePages
            for (kind, page) in [("replacing", first[0]), ("before", first[1]), ("after", first[1])] {
                try await bench.scan(
                    browser, ["placement": ["kind": kind, "page": page], "pageLimit": 1])
            }
            let dossier = try await browser.does(.get, "/api/dossiers/\(OfficeBench.code)")
            let live = dossier.livePages
            #expect(live.count == 4)
            #expect(live[2] == first[1])
            #expect(!live.contains(first[0]))
            let replaced = try #require(dossier.pages.first { $0["id"] as? Int == first[0] })
            #expect(replaced["removal"] as? String == "rescanned")
            let new = try #require(dossier.pages.first { $0["id"] as? Int == live[0] })
            #expect((new["flags"] as? [String])?.contains("rescanned") == true)
        }
    }

    @Test("Backs that are scanned from the turned stack come behind their fronts")
    func manualDuplex() async throws {
        // Fronts 1, 2, 3; then the stack is turned over as a whole, so that the backs come 3, 2, 1.
        try await withOfficeBench(pages: .shades([10, 20, 30, 130, 120, 110])) { bench in
            let browser = try await bench.browser(of: bench.officer)
            let paper = try await bench.openDossier(browser, sheets: 3)
            try await bench.scan(browser, ["paper": paper, "pageLimit": 3])
            let fronts = try await browser.does(.get, "/api/dossiers/\(OfficeBench.code)")
            try await bench.scan(
                browser, ["placement": ["kind": "backs", "pages": Array(fronts.livePages.reversed())]])
            let dossier = try await browser.does(.get, "/api/dossiers/\(OfficeBench.code)")
            #expect(dossier.livePages.count == 6)
            let live = dossier.pages.filter { !($0["removal"] is String) }
            #expect(live.compactMap { $0["sheet"] as? Int } == [1, 1, 2, 2, 3, 3])
            #expect([0, 2, 4].map { live[$0]["id"] as? Int } == fronts.livePages)
            let order = dossier.livePages
            #expect(order[5] < order[3] && order[3] < order[1], "the last back was scanned first")
            let check = try await browser.does(.get, "/api/dossiers/\(OfficeBench.code)/check")
            #expect(check.object["canSeal"] as? Bool == true, "three sheets were expected: \(check.object)")
        }
    }

    @Test("Between fronts and backs nothing is forgotten, and a jam leaves the right backs to be fed")
    func manualDuplexOverJam() async throws {
        // Fronts 1, 2, 3; of the backs, which come 3, 2, 1, the second jams.
        try await withOfficeBench(pages: .shades([10, 20, 30, 130, 120, 110]), faults: ["jam@5"]) { bench in
            let browser = try await bench.browser(of: bench.officer)
            let paper = try await bench.openDossier(browser)
            let path = "/api/dossiers/\(OfficeBench.code)"
            try await bench.scan(browser, ["paper": paper, "pageLimit": 3, "awaitsBacks": true])
            let fronts = try await browser.does(.get, path)
            let wish = try #require(fronts.object["unfinished"] as? [String: Any])
            #expect(wish["kind"] as? String == "backs")
            #expect(wish["pages"] as? [Int] == fronts.livePages)
            // A blank front that is left out lies in the stack all the same.
            try await browser.does(
                .post, path + "/pages", ["action": "leaveOut", "pages": [fronts.livePages[1]]])
            let backs: [String: Any] = [
                "placement": ["kind": "backs", "pages": Array(fronts.livePages.reversed())]
            ]
            let jammed = try await bench.scan(browser, backs)
            let scan = try #require(jammed.object["scan"] as? [String: Any])
            #expect(
                (scan["resume"] as? [String: Any])?["vi"] as? String
                    == "3 trang đã lưu; còn 2 mặt sau: nạp lại từ tờ vừa dừng, giữ nguyên chiều và thứ tự")
            let between = try await browser.does(.get, path)
            let left = try #require(between.object["unfinished"] as? [String: Any])
            #expect(left["pages"] as? [Int] == Array(fronts.livePages[0...1]))
            let interruption = try #require(between.object["interruption"] as? [String: Any])
            #expect(interruption["resume"] as? [String: String] == scan["resume"] as? [String: String])
            try await bench.scan(
                browser,
                ["placement": ["kind": "backs", "pages": Array(try #require(left["pages"] as? [Int]).reversed())]])
            let dossier = try await browser.does(.get, path)
            #expect(dossier.object["unfinished"] == nil)
            let order = dossier.pages.compactMap { $0["id"] as? Int }
            #expect([0, 2, 4].map { order[$0] } == fronts.livePages)
            #expect(order[5] < order[3] && order[3] < order[1], "the last back was scanned first")
            #expect(dossier.pages.compactMap { $0["sheet"] as? Int } == [1, 1, 2, 2, 3, 3])
        }
    }

    @Test("After a jam the rest of what is inserted goes behind what was inserted before")
    func insertionOverJam() async throws {
        try await withOfficeBench(pages: .shades([10, 20, 30, 40, 50]), faults: ["jam@4"]) { bench in
            let browser = try await bench.browser(of: bench.officer)
            let paper = try await bench.openDossier(browser)
            let path = "/api/dossiers/\(OfficeBench.code)"
            try await bench.scan(browser, ["paper": paper, "pageLimit": 2])
            let first = try await browser.does(.get, path).livePages
            let jammed = try await bench.scan(browser, ["placement": ["kind": "after", "page": first[0]]])
            let scan = try #require(jammed.object["scan"] as? [String: Any])
            #expect(
                (scan["resume"] as? [String: Any])?["vi"] as? String
                    == "3 trang đã lưu; nạp lại từ tờ vừa dừng, các trang còn lại sẽ vào đúng chỗ đang chèn")
            let between = try await browser.does(.get, path)
            let left = try #require(between.object["unfinished"] as? [String: Any])
            #expect(left["kind"] as? String == "after")
            #expect(left["page"] as? Int == between.livePages[1])
            // The officer may give it up.
            let cancelled = try await browser.does(.delete, path + "/unfinished")
            #expect(cancelled.object["unfinished"] == nil)
            try await bench.scan(
                browser, ["placement": ["kind": "after", "page": try #require(left["page"] as? Int)]])
            let dossier = try await browser.does(.get, path)
            let live = dossier.livePages
            #expect(live.count == 5)
            #expect((live[0], live[4]) == (first[0], first[1]))
            #expect(live[1...3].elementsEqual(live[1...3].sorted()), "in the order of feeding")
        }
    }

    @Test("The desk names the scanner that is chosen, not the one used last; and who opened a dossier")
    func deskNames() async throws {
        try await withOfficeBench { bench in
            let browser = try await bench.browser(of: bench.officer)
            let paper = try await bench.openDossier(browser)
            try await bench.scan(browser, ["paper": paper])
            try await browser.does(.put, "/api/scanner", ["name": "net:canon"])
            let desk = try await browser.does(.get, "/api/desk").object
            #expect((desk["scanner"] as? [String: Any])?["name"] as? String == "net:canon")
            #expect((desk["open"] as? [[String: Any]])?.first?["operator"] as? String == "Trần Thị Lan")
        }
    }

    @Test("Images are given small and whole, to who is signed in, and of this dossier's pages only")
    func images() async throws {
        try await withOfficeBench { bench in
            let browser = try await bench.browser(of: bench.officer)
            let paper = try await bench.openDossier(browser)
            try await bench.scan(browser, ["paper": paper])
            let page = try await browser.does(.get, "/api/dossiers/\(OfficeBench.code)").livePages[0]
            for size in ["thumbnail", "screen", "image"] {
                let path = "/api/pages/\(OfficeBench.code)/\(page)/\(size)"
                let answer = try await browser.send(.get, path)
                #expect(answer.headers[.contentType] == "image/jpeg")
                #expect(answer.headers[.cacheControl] == "no-store", "a locked screen must not show it")
                #expect(answer.body.starts(with: [0xff, 0xd8]))
                let tag = try #require(answer.headers[.eTag])
                #expect(try await browser.send(.get, path, headers: [.ifNoneMatch: tag]).status == 304)
            }
            for wrong in ["\(OfficeBench.code)/9999", "H51.18-210615-0009/\(page)"] {
                #expect(try await browser.send(.get, "/api/pages/\(wrong)/screen").status == 404)
            }
            let dossier = try #require(try await bench.spool.dossier(OfficeBench.dossierCode))
            let digest = dossier.papers[0].pages[0].page.digest
            bench.spool.previews.delete(digest)
            let again = try await browser.send(.get, "/api/pages/\(OfficeBench.code)/\(page)/thumbnail")
            #expect(again.body.starts(with: [0xff, 0xd8]), "what was lost is made again")
        }
    }

    @Test("One scan at a time: the second is told which dossier has the scanner; two officers may share a dossier")
    func oneScan() async throws {
        try await withOfficeBench(pages: .shades([10, 60, 110]), faults: ["line-delay=5000"]) { bench in
            let (first, second) = (
                try await bench.browser(of: bench.officer), try await bench.browser(of: bench.manager)
            )
            let paper = try await bench.openDossier(first)
            try await bench.openDossier(second, code: "H51.18-210615-0002")
            try await first.does(.post, "/api/scan", ["code": OfficeBench.code, "paper": paper, "source": "feeder"])
            let refused = try await second.send(
                .post, "/api/scan", ["code": "H51.18-210615-0002", "source": "feeder"])
            #expect((refused.status, refused.code) == (409, "scan_running"))
            #expect(refused.text?.contains(OfficeBench.code) == true)
            let running = try await second.does(.get, "/api/desk").object["scan"] as? [String: Any]
            #expect(running?["startedBy"] as? String == "Trần Thị Lan")
            let early = try await second.send(.post, "/api/dossiers/\(OfficeBench.code)/seal", [:])
            #expect(early.code == "scan_running")
            _ = try await bench.scanEnds(first)
            let dossier = try await second.does(.get, "/api/dossiers/\(OfficeBench.code)")
            #expect(dossier.livePages.count == 3)
            try await second.does(
                .post, "/api/dossiers/\(OfficeBench.code)/pages",
                ["action": "remove", "pages": [dossier.livePages[0]]])
            let gone = try await first.send(
                .post, "/api/dossiers/\(OfficeBench.code)/pages",
                ["action": "rotate", "pages": [dossier.livePages[0]], "degrees": 90])
            #expect(gone.status == 409 || gone.status == 404, "the page was taken out meanwhile: \(gone.object)")
        }
    }

    @Test("What is finished is what was looked at: pages that another changed meanwhile are not signed unseen")
    func unseenPages() async throws {
        try await withOfficeBench(pages: .shades([10, 60, 110])) { bench in
            let browser = try await bench.browser(of: bench.officer)
            let paper = try await bench.openDossier(browser)
            try await bench.scan(browser, ["paper": paper])
            let path = "/api/dossiers/\(OfficeBench.code)"
            let seen = try await browser.does(.get, path).livePages
            let other = try await bench.browser(of: bench.manager)
            try await other.does(.post, path + "/pages", ["action": "remove", "pages": [seen[1]]])
            let refused = try await browser.send(
                .post, path + "/seal", ["acceptWarnings": true, "pages": seen])
            #expect((refused.status, refused.code) == (409, "dossier_changed"))
            let now = try await browser.does(.get, path).livePages
            #expect(now == [seen[0], seen[2]])
            let sealed = try await browser.send(.post, path + "/seal", ["acceptWarnings": true, "pages": now])
            #expect(sealed.status == 201, "\(sealed.object)")
        }
    }

    @Test("A sheet that is fed twice is found before the dossier is finished, though no byte of it is the same")
    func samePaper() async throws {
        let files = try SamplePages.files()
        // A certificate, another child's on the same form, and the first one scanned again.
        try await withOfficeBench(pages: VirtualStack([.file(files[2]), .file(files[5]), .file(files[6])])) { bench in
            let browser = try await bench.browser(of: bench.officer)
            let paper = try await bench.openDossier(browser)
            try await bench.scan(browser, ["paper": paper])
            let path = "/api/dossiers/\(OfficeBench.code)"
            let pages = try await browser.does(.get, path).livePages
            func found() async throws -> [String: Any]? {
                let check = try await browser.does(.get, path + "/check")
                return (check.object["findings"] as? [[String: Any]])?.first { $0["code"] as? String == "like_pages" }
            }
            let finding = try #require(try await found())
            #expect(finding["pages"] as? [Int] == [pages[2]])
            #expect(finding["isBlocking"] as? Bool == false)
            let text = (finding["text"] as? [String: Any])?["vi"] as? String
            #expect(text?.contains("trang 3 giống trang 1") == true, "\(text ?? "")")
            let unseen = try await browser.send(.post, path + "/seal", [:])
            #expect((unseen.status, unseen.code) == (409, "warnings"))
            try await browser.does(.post, path + "/pages", ["action": "remove", "pages": [pages[2]]])
            #expect(try await found() == nil)
            #expect(try await browser.send(.post, path + "/seal", [:]).status == 201)
        }
    }

    @Test("A scan is stopped when the officer asks; what was saved stays")
    func stop() async throws {
        try await withOfficeBench(pages: .shades([10, 60, 110, 160]), faults: ["line-delay=4000"]) { bench in
            let browser = try await bench.browser(of: bench.officer)
            let paper = try await bench.openDossier(browser)
            #expect(try await browser.send(.delete, "/api/scan").code == "no_scan")
            try await browser.does(.post, "/api/scan", ["code": OfficeBench.code, "paper": paper, "source": "feeder"])
            while try await bench.spool.dossier(OfficeBench.dossierCode)?.pageCount == 0 {
                try await Task.sleep(for: .milliseconds(20))
            }
            try await browser.does(.delete, "/api/scan")
            let scan = try #require(try await bench.scanEnds(browser).object["scan"] as? [String: Any])
            #expect(scan["ending"] as? String == "cancelled")
            let pages = try await browser.does(.get, "/api/dossiers/\(OfficeBench.code)").livePages.count
            #expect((1...3).contains(pages))
        }
    }

    @Test("Every watcher hears of what another does")
    func events() async throws {
        try await withOfficeBench { bench in
            let browser = try await bench.browser(of: bench.officer)
            let paper = try await bench.openDossier(browser)
            let watcher = bench.desk.board.subscribe()
            try await bench.scan(browser, ["paper": paper])
            var topics: Set<String> = []
            while let notice = watcher.take() { topics.formUnion(notice.topics.map(\.name)) }
            #expect(topics.isSuperset(of: ["desk", "dossier:\(OfficeBench.code)"]))
        }
    }
}
