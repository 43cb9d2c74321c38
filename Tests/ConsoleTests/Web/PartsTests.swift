import Dossiers
import Foundation
import HTTPTypes
import Registry
import SystemPackage
import TestSupport
import Testing

@testable import Console

@Suite("Parts of the province's pages")
struct PartsTests {
    @Test("Every text that a template names is there in both languages, and every text is named")
    func texts() throws {
        let sources = Templates.sources.mapValues { String(decoding: $0, as: UTF8.self) }
        let named = Set(sources.values.flatMap { $0.matches(of: #/\{\{[#^]?t\.(\w+)\}\}/#).map { String($0.1) } })
        for language in Language.allCases {
            let table = Texts.table(language)
            #expect(named.subtracting(table.keys).sorted() == [])
            #expect(Set(table.keys).subtracting(named).sorted() == [])
            #expect(table.values.allSatisfy { !$0.isEmpty })
        }
        // What is included is there; but for pictures, which escape what is in them, values are never put in unescaped.
        let pictures = [
            "chart": "{{{svg}}}", "figure-cells": "{{{.}}}", "procedure-cells": "{{{.}}}", "second-factor": "{{{qr}}}",
        ]
        for (name, text) in sources {
            let rest = pictures[name].map { text.replacingOccurrences(of: $0, with: "") } ?? text
            #expect(!rest.contains("{{{") && !rest.contains("{{&"), "\(name)")
            for include in text.matches(of: #/\{\{[><]\s*([\w-]+)\s*\}\}/#).map({ String($0.1) }) {
                let isThere =
                    sources[include] != nil
                    || include.hasPrefix("icon-") && Icons.paths[String(include.dropFirst(5))] != nil
                #expect(isThere, "\(name) includes \(include)")
            }
        }
        let files = try FileManager.default.contentsOfDirectory(
            atPath: Programs.package.appending("collector/Console/Web/Templates").string)
        #expect(Set(files) == Set(sources.keys.map { "\($0).mustache" }))
    }

    @Test("The tokens of the style sheet are those of the officer's page")
    func tokens() throws {
        func tokens(_ path: String) throws -> Substring {
            let text = try String(contentsOfFile: Programs.package.appending(path).string, encoding: .utf8)
            let first = try #require(text.range(of: "/* 1 Tokens"))
            return text[first.lowerBound..<(try #require(text.range(of: "/* 2 Base"))).lowerBound]
        }
        #expect(
            try tokens("collector/Console/Web/Assets/province.css") == tokens("agent/Station/Web/Assets/station.css"))
    }

    @Test("The table of the decision is what the rules say")
    func decision() throws {
        let text = try String(
            contentsOfFile: Programs.package.appending("docs/decisions/0012-who-may-see-and-do-what.md").string,
            encoding: .utf8)
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("|") }.map { line in
            line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        let header = try #require(rows.first)
        let roles = header.dropFirst().compactMap { Role(rawValue: $0) }
        #expect(Set(roles) == Set(Role.allCases))
        let permissions = rows.dropFirst(2).compactMap { row in Permission(rawValue: row[0]).map { ($0, row) } }
        #expect(permissions.map(\.0) == Permission.allCases)
        for (permission, row) in permissions {
            for (column, role) in roles.enumerated() {
                #expect(
                    (row[column + 1] == "yes") == role.permissions.contains(permission),
                    "\(permission.rawValue) of \(role.rawValue)")
            }
        }
    }

    @Test("Codes are those of RFC 6238 and RFC 4226, whatever the step")
    func codeVectors() {
        let secret = Data("12345678901234567890".utf8)
        for (time, code) in [
            (59.0, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
        ] {
            let step = TimeCode.step(at: Date(timeIntervalSince1970: time))
            #expect(TimeCode.code(secret, step: step, digits: 8) == code)
        }
        let counters = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
        ]
        #expect((0..<10).map { TimeCode.code(secret, step: $0) } == counters)
        #expect(TimeCode.text(Data("foobar".utf8)) == "MZXW6YTBOI" && TimeCode.text(Data("fooba".utf8)) == "MZXW6YTB")
    }

    @Test("A code is good for its step and those beside it, with spaces or without")
    func codeMatching() {
        let (secret, moment) = (TimeCode.newSecret(), Date(timeIntervalSince1970: 1_800_000_000))
        let now = TimeCode.step(at: moment)
        for (offset, isGood) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let code = TimeCode.code(secret, step: now + offset)
            // Two steps may have the same code by chance, one in a million.
            #expect((TimeCode.match(code, secret, at: moment) == now + offset) == isGood, "\(offset)")
            let spaced = code.prefix(3) + " " + code.suffix(3)
            #expect((TimeCode.match(String(spaced), secret, at: moment) == now + offset) == isGood)
        }
        for wrong in ["", "12345", "1234567", "12345a", "١٢٣٤٥٦"] {
            #expect(TimeCode.match(wrong, secret, at: moment) == nil)
        }
    }

    @Test(
        "pyotp makes the same codes and reads the same link",
        .enabled(if: Outsiders.areThere, "\(Outsiders.explanation)"))
    func pyotp() async throws {
        let secrets = (0..<20).map { _ in TimeCode.newSecret() }
        let steps = [0, 1, 59_999_999, 60_000_000, Int(UInt32.max) + 7]
        let expected = secrets.flatMap { secret in steps.map { TimeCode.code(secret, step: $0) } }
        let answer = try await Outsiders.run(
            "make_time_codes.py", secrets.map { TimeCode.link($0, username: "lan.tt") }.joined(separator: " "),
            steps.map { "\($0 * 30)" }.joined(separator: " "))
        #expect(answer.exitCode == 0, "\(answer.errors)")
        #expect(answer.output.split(separator: "\n").map(String.init) == expected)
    }

    @Test("Fields of forms and queries are read as browsers write them, and nothing else is")
    func formFields() throws {
        let form = try #require(FormFields("a=1&b=%E1%BB%87+x%2B&c=&d&a=2&%3D=%26".utf8))
        #expect((form["a"], form["b"], form["c"], form["d"], form["="]) == ("1", "ệ x+", "", "", "&"))
        #expect(form.all("a") == ["1", "2"] && form["e"] == nil)
        #expect(form.text("c") == nil && FormFields("x=+%C2%A0a+b%0A".utf8)?.text("x") == "a b")
        for bad in ["a=%", "a=%2", "a=%zz", "a=%FF", "%C3=1", String(repeating: "a=1&", count: 501)] {
            #expect(FormFields(bad.utf8) == nil, "\(bad.prefix(10))")
        }
        var random = Seeded(7)
        for _ in 0..<200 {
            let text = String(
                String.UnicodeScalarView(
                    (0..<8).map { _ in
                        Unicode.Scalar(UInt32.random(in: 1...0x24FF, using: &random)) ?? "x"
                    }))
            let query = FormFields.query([("name", text), ("none", nil)])
            #expect(FormFields(query.utf8)?["name"].map { Array($0.utf8) } == Array(text.utf8))
        }
    }

    @Test("A hash names its parameters, has its own salt, and proves its password alone")
    func passwords() async {
        let hasher = PasswordHasher.cheap
        let (first, second) = (await hasher.hash("mật khẩu"), await hasher.hash("mật khẩu"))
        #expect(first.hasPrefix("scrypt$2$1$1$") && first != second)
        #expect(await hasher.verifies("mật khẩu", against: first))
        #expect(await hasher.verifies("mật khẩu".decomposedStringWithCanonicalMapping, against: first))
        #expect(await !hasher.verifies("mật khấu", against: first))
        for damaged in ["", "x", "scrypt$2$1$1$$", "scrypt$3$1$1$AAAA$AAAA", "scrypt$1048576$4096$16$AA==$AA=="] {
            #expect(await !hasher.verifies("", against: damaged), "\(damaged)")
        }
        #expect(await !hasher.verifies("", against: nil))
        // A raised cost is taken from the hash, not from the program.
        let dearer = PasswordHasher(cost: .init(rounds: 4, blockSize: 2, parallelism: 1))
        #expect(await dearer.verifies("mật khẩu", against: first))
    }

    @Test("scrypt is that of RFC 7914")
    func scryptVector() async {
        // Section 12: "pleaseletmein", salt "SodiumChloride", N 16384, r 8, p 1; the first 32 of its 64 bytes.
        let salt = Data("SodiumChloride".utf8).base64EncodedString()
        let hash = Data([
            0x70, 0x23, 0xbd, 0xcb, 0x3a, 0xfd, 0x73, 0x48, 0x46, 0x1c, 0x06, 0xcd, 0x81, 0xfd, 0x38, 0xeb, 0xfd, 0xa8,
            0xfb, 0xba, 0x90, 0x4f, 0x8e, 0x3e, 0xa9, 0xb5, 0x43, 0xf6, 0x54, 0x5d, 0xa1, 0xf2,
        ]).base64EncodedString()
        #expect(
            await PasswordHasher.cheap.verifies("pleaseletmein", against: "scrypt$16384$8$1$\(salt)$\(hash)"))
    }

    @Test("A sign-in takes one wrong attempt of its address back, not all of them")
    func ledger() {
        let ledger = AttemptLedger(SignInDelay(free: 3, first: 10, longest: 40, memory: 3600))
        let start = Date(timeIntervalSince1970: 1_800_000_000)
        for _ in 1...4 { #expect(ledger.begin("a", at: start) == nil) }
        #expect(ledger.begin("a", at: start + 9) == start + 10)
        #expect(ledger.begin("b", at: start + 9) == nil)
        // The fifth succeeds: three are left, and the next one, the fourth, waits again.
        #expect(ledger.begin("a", at: start + 10) == nil)
        ledger.succeed("a", at: start + 10)
        #expect(ledger.begin("a", at: start + 11) == nil)
        #expect(ledger.begin("a", at: start + 12) == start + 21)
        // After an hour without any, all are forgotten.
        for second in 0..<4 { #expect(ledger.begin("a", at: start + 3700 + Double(second)) == nil) }
        #expect(AttemptLedger.key(ofAddress: "2001:DB8::1") == AttemptLedger.key(ofAddress: "2001:db8:0:0:9::"))
        #expect(AttemptLedger.key(ofAddress: "2001:db8:0:1::1") != AttemptLedger.key(ofAddress: "2001:db8::1"))
        #expect(AttemptLedger.key(ofAddress: "192.0.2.1") == "192.0.2.1")
    }

    @Test("An unknown name takes as long as a known one")
    func sameTime() async {
        let hasher = PasswordHasher(cost: .init(rounds: 1 << 12, blockSize: 8, parallelism: 1))
        let stored = await hasher.hash("mật khẩu để thử")
        func time(_ stored: String?) async -> Duration {
            await ContinuousClock().measure { for _ in 0..<10 { _ = await hasher.verifies("sai", against: stored) } }
        }
        _ = await time(stored)
        let (known, unknown) = (await time(stored), await time(nil))
        #expect(unknown > known * 0.3 && unknown < known * 3, "\(known) \(unknown)")
    }

    @Test("A password is weak by its length, as the username, or as one character")
    func weakness() {
        let name = Username(rawValue: "tran.thi.lan")!
        let cases: [(String, PasswordWeakness?)] = [
            ("123456789", .tooShort), ("1234567890", nil), ("Tran.Thi.Lan", .isUsername),
            ("aaaaaaaaaaaa", .oneCharacter),
            (String(repeating: "ab", count: 100), nil), (String(repeating: "ab", count: 100) + "c", .tooLong),
            // Ten letters in either normal form.
            ("ệệệệệệệệệa", nil), ("ệệệệệệệệệa".decomposedStringWithCanonicalMapping, nil),
            ("ệệệệệệệệa".decomposedStringWithCanonicalMapping, .tooShort),
        ]
        for (password, weakness) in cases { #expect(PasswordWeakness.of(password, for: name) == weakness) }
    }

    @Test("An identity number shows three digits at either end at most, and never more than it hides")
    func masking() {
        let cases = [
            "094123456789": "094••••••789", "123456789": "••••••789", "12345": "•••••", "": "",
            "0312345678-001": "031••••••••001", "C1234567": "•••••567",
        ]
        for (number, masked) in cases { #expect(MaskedNumber.text(number) == masked, "\(number)") }
    }
}
