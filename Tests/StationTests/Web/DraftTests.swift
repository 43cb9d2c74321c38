import Foundation
import HTTPTypes
import Spool
import Station
import TestSupport
import Testing

@Suite("The form that is not a dossier yet", .timeLimit(.minutes(2)))
struct DraftTests {
    private static let form = [
        "code": "H51.18-2106", "ownerName": "Nguyễn Thị Ánh", "procedure": "1.001193",
        "procedureText": "Đăng ký khai sinh",
        "role": "result", "type": "giay-khai-sinh", "typeText": "Giấy khai sinh",
    ]

    @Test("is there in every browser of its officer, also after a restart, and in nobody else's")
    func kept() async throws {
        try await withOfficeBench { bench in
            let first = try await bench.browser(of: bench.officer)
            #expect(try await first.does(.get, "/api/draft").object.isEmpty)
            let watcher = bench.desk.board.subscribe()
            try await first.does(.put, "/api/draft", Self.form)
            #expect(watcher.take()?.topics.map(\.name) == ["draft"])
            let second = try await bench.browser(of: bench.officer)
            let draft = try await second.does(.get, "/api/draft").object["form"] as? [String: String]
            #expect(draft == Self.form)
            let other = try await bench.browser(of: bench.manager)
            #expect(try await other.does(.get, "/api/draft").object.isEmpty)
            try await withStation(bench.spool, bench.scanner, manager: bench.manager, officer: bench.officer) { again in
                let browser = try await again.browser(of: again.officer)
                let kept = try await browser.does(.get, "/api/draft").object["form"] as? [String: String]
                #expect(kept == Self.form)
            }
            try await second.does(.delete, "/api/draft")
            #expect(try await first.does(.get, "/api/draft").object.isEmpty)
        }
    }

    @Test("goes after a working day, is nothing for who has not signed in, and has a limit")
    func bounds() async throws {
        try await withOfficeBench(lockSeconds: 86_400) { bench in
            let browser = try await bench.browser(of: bench.officer)
            try await browser.does(.put, "/api/draft", Self.form)
            for method in [HTTPRequest.Method.get, .put, .delete] {
                #expect(try await bench.browser().send(method, "/api/draft", [:]).status == 401)
            }
            let long = try await browser.send(
                .put, "/api/draft", ["ownerName": String(repeating: "Ánh", count: 30_000)])
            #expect((long.status, long.code) == (413, "too_large"))
            bench.clock.advance(by: 11 * 3600)
            #expect(try await browser.does(.get, "/api/draft").object["form"] is [String: Any])
            bench.clock.advance(by: 3600)
            let next = try await bench.browser(of: bench.officer)
            #expect(try await next.does(.get, "/api/draft").object.isEmpty)
            #expect(try await bench.spool.kept(named: "draft-\(bench.officer)") == nil, "nothing personal stays behind")
        }
    }

    @Test("goes also where its officer never comes back, and nothing else that is kept goes with it")
    func left() async throws {
        try await withOfficeBench { bench in
            try await bench.browser(of: bench.officer).does(.put, "/api/draft", Self.form)
            try await bench.spool.keep(Data("{}".utf8), named: "briefing", now: .distantPast)
            try await bench.spool.forgetOldDrafts(now: bench.clock.now.addingTimeInterval(11 * 3600))
            #expect(try await bench.spool.kept(named: "draft-\(bench.officer)") != nil)
            try await bench.spool.forgetOldDrafts(now: bench.clock.now.addingTimeInterval(13 * 3600))
            #expect(try await bench.spool.kept(named: "draft-\(bench.officer)") == nil)
            #expect(try await bench.spool.kept(named: "briefing") != nil)
        }
    }
}
