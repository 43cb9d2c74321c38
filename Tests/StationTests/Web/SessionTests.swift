import Foundation
import HTTPTypes
import Spool
import Station
import Testing

@Suite("Signing in at the officer's page", .timeLimit(.minutes(2)))
struct SessionTests {
    @Test("Without a session nothing of the station is shown but who may sign in")
    func signedOut() async throws {
        try await withOfficeBench { bench in
            let browser = bench.browser()
            let session = try await browser.does(.get, "/api/session")
            #expect(session.object["state"] as? String == "signedOut")
            #expect((session.object["officers"] as? [[String: Any]])?.count == 2)
            #expect(session.object["csrf"] == nil)
            for path in [
                "/api/desk", "/api/procedures", "/api/papers", "/api/dossiers/\(OfficeBench.code)", "/api/officers",
                "/api/pages/\(OfficeBench.code)/1/screen", "/api/scanners", "/api/events",
                "/api/dossiers/\(OfficeBench.code)/check",
            ] {
                let answer = try await browser.send(.get, path)
                #expect(answer.status == 401, "\(path)")
                #expect(answer.code == "signed_out", "\(path)")
            }
            #expect(try await browser.send(.post, "/api/dossiers", ["code": OfficeBench.code]).status == 401)
        }
    }

    @Test("The right PIN opens a session whose cookie no script and no other site gets")
    func signIn() async throws {
        try await withOfficeBench { bench in
            let browser = bench.browser()
            let wrong = try await browser.signIn(bench.officer, pin: "000000")
            #expect((wrong.status, wrong.code) == (403, "wrong_pin"))
            let right = try await browser.signIn(bench.officer, pin: OfficeBench.pin)
            #expect(right.status == 200)
            #expect(right.object["state"] as? String == "signedIn")
            let cookie = try #require(right.headers[.setCookie])
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "\(cookie)")
            #expect(try await browser.send(.get, "/api/desk").status == 200)
            try await browser.does(.delete, "/api/session")
            #expect(try await browser.send(.get, "/api/desk").status == 401)
        }
    }

    @Test("Five wrong PINs lock the account for a while, for the right PIN too")
    func lockedOut() async throws {
        try await withOfficeBench { bench in
            let browser = bench.browser()
            for _ in 0..<5 { _ = try await browser.signIn(bench.officer, pin: "135790") }
            let right = try await browser.signIn(bench.officer, pin: OfficeBench.pin)
            #expect((right.status, right.code) == (403, "locked_out"))
            #expect(right.object["retryAt"] is String)
            #expect(try await browser.signIn(bench.manager, pin: OfficeBench.pin).status == 200, "others may go on")
            bench.clock.advance(by: 301)
            #expect(try await bench.browser().signIn(bench.officer, pin: OfficeBench.pin).status == 200)
        }
    }

    @Test("Guesses that come all at once count one by one")
    func parallelGuesses() async throws {
        try await withOfficeBench { bench in
            let codes = try await withThrowingTaskGroup(of: String?.self) { group in
                for guess in 0..<12 {
                    group.addTask { try await bench.browser().signIn(bench.officer, pin: "90\(1000 + guess)").code }
                }
                return try await group.reduce(into: [String?]()) { $0.append($1) }
            }
            #expect(codes.count { $0 == "wrong_pin" } == 4)
            #expect(codes.count { $0 == "locked_out" } == 8)
        }
    }

    @Test("An unattended screen is locked, shows nothing, and opens with the PIN to the same state")
    func locking() async throws {
        try await withOfficeBench(lockSeconds: 60) { bench in
            let browser = try await bench.browser(of: bench.officer)
            bench.clock.advance(by: 59)
            #expect(try await browser.send(.post, "/api/session/active").status == 204)
            bench.clock.advance(by: 59)
            #expect(try await browser.send(.get, "/api/desk").status == 200, "looking alone keeps nothing open")
            bench.clock.advance(by: 2)
            #expect(try await browser.send(.get, "/api/desk").code == "locked")
            #expect(try await browser.send(.post, "/api/session/active").code == "locked")
            #expect(try await browser.does(.get, "/api/session").object["state"] as? String == "locked")
            let cookie = browser.cookie
            #expect(try await browser.signIn(bench.officer, pin: OfficeBench.pin).status == 200)
            #expect(browser.cookie == cookie)
            try await browser.does(.post, "/api/session/lock")
            #expect(try await browser.send(.get, "/api/desk").code == "locked")
        }
    }

    @Test("A restart of the agent keeps the session, and a locked one locked")
    func restart() async throws {
        try await withOfficeBench { bench in
            let browser = try await bench.browser(of: bench.officer)
            let (cookie, csrf) = (try #require(browser.cookie), try #require(browser.csrf))
            try await withStation(bench.spool, bench.scanner, manager: bench.manager, officer: bench.officer) { again in
                let headers: HTTPFields = [.cookie: "sohoa_session=\(cookie)", .init("X-Sohoa-CSRF")!: csrf]
                #expect(try await again.browser().send(.get, "/api/desk", headers: headers).status == 200)
                #expect(try await again.browser().send(.post, "/api/session/lock", headers: headers).status == 200)
                try await withStation(bench.spool, bench.scanner, manager: bench.manager, officer: bench.officer) {
                    let desk = try await $0.browser().send(.get, "/api/desk", headers: headers)
                    #expect(desk.code == "locked")
                }
            }
        }
    }

    @Test("Only a manager sets officers up; a weak PIN is refused; who is taken out is signed out at once")
    func officers() async throws {
        try await withOfficeBench { bench in
            let (manager, officer) = (
                try await bench.browser(of: bench.manager), try await bench.browser(of: bench.officer)
            )
            #expect(try await officer.send(.get, "/api/officers").code == "managers_only")
            let weak = try await manager.send(
                .post, "/api/officers", ["name": "mai.nt", "displayName": "Nguyễn Thị Mai", "pin": "1234"])
            #expect((weak.code, weak.object["field"] as? String) == ("weak_pin", "pin"))
            let added = try await manager.does(
                .post, "/api/officers", ["name": "mai.nt", "displayName": "Nguyễn Thị Mai", "pin": "805316"])
            #expect((added.object["officers"] as? [[String: Any]])?.count == 3)
            try await manager.does(.patch, "/api/officers/\(bench.officer)", ["isActive": false])
            #expect(try await officer.send(.get, "/api/desk").code == "signed_out")
            #expect(try await officer.signIn(bench.officer, pin: OfficeBench.pin).status == 404)
            let last = try await manager.send(.patch, "/api/officers/\(bench.manager)", ["isActive": false])
            #expect(last.status >= 400, "somebody must be left to manage")
        }
    }

    @Test("A station that is not enrolled, or has no officers, says so")
    func firstSteps() async throws {
        try await withOfficeBench(isEnrolled: false) { bench in
            let session = try await bench.browser().does(.get, "/api/session")
            #expect(session.object["state"] as? String == "notEnrolled")
        }
    }
}
