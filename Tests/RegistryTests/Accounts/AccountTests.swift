import Dossiers
import Exchange
import Foundation
import TestSupport
import Testing

@testable import Registry

@Suite("Accounts and sessions in the index")
struct AccountTests {
    private func digest(_ text: String) -> ContentDigest { ContentDigest(sha256Of: Data(text.utf8)) }

    private func add(_ name: String, _ role: Role = .viewer, to province: Province) throws -> AccountRecord {
        try province.registry.addAccount(
            Username(rawValue: name)!, AccountTerms(displayName: name, role: role, scope: nil), passwordHash: "h",
            mustChange: false, by: "test", at: noon)
    }

    @Test("The delays are those of the decision")
    func delays() {
        #expect(
            (1...12).map { SignInDelay.ofAccount.seconds(after: $0) } == [
                0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900,
            ])
        #expect(
            (18...28).map { SignInDelay.ofAddress.seconds(after: $0) } == [
                0, 0, 10, 20, 40, 80, 160, 320, 640, 900, 900,
            ])
        #expect(SignInDelay.ofAccount.seconds(after: .max) == 900)
    }

    @Test("A username is ASCII and lower case; what was typed is read so")
    func usernames() {
        for good in ["lan", "lan.tt", "a1", "x-y_z.9"] { #expect(Username(rawValue: good) != nil) }
        for bad in ["", "a", "1lan", ".lan", "Lan", "lân", "lan ", String(repeating: "a", count: 33), "a\u{0}b"] {
            #expect(Username(rawValue: bad) == nil, "\(bad)")
        }
        #expect(Username(typed: "  LAN.tt ")?.rawValue == "lan.tt")
        #expect(Username(typed: "Lần") == nil)
    }

    @Test("Failures are remembered across a restart, forgotten after a day, and a clock set back locks nobody out")
    func failures() async throws {
        try await withTemporaryDirectory { folder in
            var province = try Province(at: folder)
            let account = try add("lan", to: province)
            func begin(_ seconds: Double) throws -> Date? {
                if case .waits(let until) = try province.registry.beginSignIn(account.username, at: noon + seconds) {
                    return until
                }
                return nil
            }
            for second in 0..<5 { #expect(try begin(Double(second)) == nil) }
            #expect(try begin(5) == noon + 34)
            try province.registry.close()
            province = try Province(reopening: folder, key: province.collectorKey)
            #expect(try begin(33) == noon + 34)
            #expect(try begin(34) == nil)
            #expect(try begin(35) == noon + 94)
            #expect(try begin(-100_000) == nil, "the clock was set back")
            for second in 0..<4 { #expect(try begin(200_000 + Double(second)) == nil, "a day later") }
            try province.registry.close()
        }
    }

    @Test("A session survives a restart, ends with its account's password, and a half one ends in five minutes")
    func sessions() async throws {
        try await withTemporaryDirectory { folder in
            var province = try Province(at: folder)
            let account = try add("lan", to: province)
            func open(_ text: String, _ stage: WebSession.Stage) throws {
                try province.registry.openSession(
                    digest(text), csrf: "c", stage: stage, for: account, former: nil, from: "", at: noon)
            }
            func holds(_ text: String, _ seconds: Double) throws -> Bool {
                try province.registry.session(digest(text), at: noon + seconds) != nil
            }
            try open("one", .open)
            try open("two", .half)
            try province.registry.close()
            province = try Province(reopening: folder, key: province.collectorKey)
            #expect(try holds("one", 299) && holds("two", 299))
            #expect(try holds("one", 301) && !holds("two", 301))
            #expect(try !holds("one", -7200), "the clock was set back")
            try open("three", .open)
            try province.registry.setPassword(
                of: account.username, hash: "n", mustChange: false, except: digest("three"), by: "x", at: noon)
            #expect(try !holds("one", 302) && holds("three", 302))
            try province.registry.setAccount(account.username, isEnabled: false, by: "x", at: noon)
            try province.registry.setAccount(account.username, isEnabled: true, by: "x", at: noon)
            #expect(try !holds("three", 302))
            // Nothing in the file is the token itself.
            #expect(try !holds("", 0))
            try province.registry.close()
        }
    }

    @Test("A step and a recovery code are used up by the first who use them")
    func secondFactor() async throws {
        try await withProvince { province in
            let account = try add("lan", to: province)
            let registry = province.registry
            #expect(try !registry.useStep(1, of: account), "there is no second factor")
            try registry.beginSecondFactorSetUp(Data(repeating: 7, count: 20), of: account)
            try registry.confirmSecondFactor(of: account, step: 10, codes: [digest("a"), digest("b")], at: noon)
            #expect(try registry.account(account.username)?.hasSecondFactor == true)
            for (step, isGood) in [(10, false), (9, false), (11, true), (11, false), (12, true)] {
                #expect(try registry.useStep(step, of: account) == isGood, "\(step)")
            }
            #expect(try registry.useRecoveryCode(digest("a"), of: account, at: noon))
            #expect(try !registry.useRecoveryCode(digest("a"), of: account, at: noon))
            #expect(try registry.secondFactor(of: account).recoveryCodesLeft == 1)
            let other = try add("khac", to: province)
            #expect(try !registry.useRecoveryCode(digest("b"), of: other, at: noon), "it is another's")
        }
    }
}
