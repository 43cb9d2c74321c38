import Dossiers
import Exchange
import Foundation
import TestSupport
import Testing

@Suite struct WireTests {
    private let text = Vectors.text("manifest.json")

    /// The golden manifest with one stretch of its text replaced.
    private func decode(replacing old: String, with new: String) throws -> Manifest {
        let changed = text.replacingOccurrences(of: old, with: new)
        try #require(changed != text, "\(old) is not in the vector")
        return try Wire.decode(Manifest.self, from: Data(changed.utf8))
    }

    private func detail(replacing old: String, with new: String) throws -> String {
        let error = try #require(throws: MalformedJSON.self) { try decode(replacing: old, with: new) }
        return error.detail
    }

    @Test func `Unknown members are passed over at every level`() throws {
        let later = #"{"later":{"a":[1,null,"x"]},"zz":1e9,"#
        let changed = text.replacingOccurrences(of: #"{""#, with: later + #"""#)
        #expect(try Wire.decode(Manifest.self, from: Data(changed.utf8)) == Vectors.manifest)
    }

    @Test func `Composed and decomposed names are kept byte for byte`() throws {
        let composed = "Nguyễn Thị Hồ Sơ".precomposedStringWithCanonicalMapping
        let decomposed = composed.decomposedStringWithCanonicalMapping
        try #require(composed == decomposed && Array(composed.utf8) != Array(decomposed.utf8))
        for name in [composed, decomposed] {
            let encoded = try Wire.encode(Owner(name: name))
            #expect(encoded == Data(#"{"name":"\#(name)"}"#.utf8))
            let decoded = try Wire.decode(Owner.self, from: encoded)
            #expect(Array(decoded.name.utf8) == Array(name.utf8))
        }
        var other = Vectors.manifest
        other.dossier.owner.name = other.dossier.owner.name.precomposedStringWithCanonicalMapping
        #expect(other == Vectors.manifest, "Swift calls the two equal")
        #expect(try Wire.encode(other) != Vectors.data("manifest.json"), "what is signed differs all the same")
        #expect(other.contentDigest != Vectors.manifest.contentDigest)
    }

    @Test func `Characters that JSON escapes come back as they were`() throws {
        for name in ["\"\\/", "\u{7f}\u{2028}\u{2029}\u{feff}", "𡨸 👩‍👩‍👧", "\u{0}\u{1f}\t\r\n", "ﬁ", "\u{fffd}"] {
            let decoded = try Wire.decode(Owner.self, from: Wire.encode(Owner(name: name)))
            #expect(Array(decoded.name.utf8) == Array(name.utf8))
        }
        let escaped = try Wire.decode(Owner.self, from: Data(#"{"name":"\u1ed3 \ud846\udef8"}"#.utf8))
        #expect(Array(escaped.name.utf8) == Array("\u{1ed3} 𡫸".utf8))
    }

    @Test func `Bytes that are no text are refused, not repaired`() {
        for bytes in [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe1, 0xbb]] as [[UInt8]] {
            let data = Data(#"{"name":"x"#.utf8) + Data(bytes) + Data(#""}"#.utf8)
            #expect(throws: MalformedJSON.self) { try Wire.decode(Owner.self, from: data) }
        }
        #expect(throws: MalformedJSON.self) { try Wire.decode(Owner.self, from: Data(#"{"name":"\ud800"}"#.utf8)) }
    }

    @Test func `Times are whole seconds in UTC`() throws {
        let moment = try Wire.decode([Date].self, from: Data(#"["2021-06-15T01:31:02Z","1970-01-01T00:00:00Z"]"#.utf8))
        #expect(moment.map(\.timeIntervalSince1970) == [1_623_720_662, 0])
        #expect(try Wire.encode(moment) == Data(#"["2021-06-15T01:31:02Z","1970-01-01T00:00:00Z"]"#.utf8))
        let fraction = Date(timeIntervalSince1970: 1_623_720_662.9)
        #expect(try Wire.encode([fraction]) == Data(#"["2021-06-15T01:31:02Z"]"#.utf8))
        for bad in [
            "2021-06-15", "2021-06-15 01:31:02", "2021-06-15T01:31:02", "1623720662", "", "2021-13-15T01:31:02Z",
            "2021-02-30T01:31:02Z", "2021-06-15T24:00:00Z", "2021-06-15T01:60:02Z", "2021-06-15T01:31:60Z",
            "2021-06-15T01:31:02Zx", "2021-06-15T01:31:02.5Z", "2021-06-15T08:31:02+07:00", "2021-06-15t01:31:02z",
            "0000-06-15T01:31:02Z", "12021-06-15T01:31:02Z", "2021-06-15T+1:31:02Z", "２021-06-15T01:31Z",
        ] {
            #expect(throws: MalformedJSON.self, "\(bad)") {
                try Wire.decode([Date].self, from: Data(#"["\#(bad)"]"#.utf8))
            }
        }
    }

    @Test func `Days are days of the calendar`() throws {
        #expect(try Wire.encode([CalendarDay(year: 2024, month: 2, day: 29)!]) == Data(#"["2024-02-29"]"#.utf8))
        for bad in ["2023-02-29", "2021-6-15", "15/06/2021", "2021-06-15T00:00:00Z", "", "２０２１-06-15"] {
            #expect(throws: MalformedJSON.self, "\(bad)") {
                try Wire.decode([CalendarDay].self, from: Data(#"["\#(bad)"]"#.utf8))
            }
        }
    }

    @Test func `An error names the member at fault by its path`() throws {
        #expect(
            try detail(replacing: #""width":1}"#, with: #""width":"1"}"#)
                == "documents[1].pages[0].width is of another type than expected")
        #expect(
            try detail(replacing: #","number":"12/2021""#, with: #","number":12"#)
                == "documents[1].number is of another type than expected")
        #expect(try detail(replacing: #""procedure":"1.001193""#, with: #""p":1"#) == "dossier.procedure is missing")
        #expect(
            try detail(replacing: #""procedure":"1.001193""#, with: #""procedure":null"#) == "dossier.procedure is null"
        )
        #expect(
            try detail(replacing: #""colourMode":"grey""#, with: #""colourMode":"pink""#)
                == "documents[0].pages[1].colourMode has an unacceptable value")
        for number in ["2.5", "92233720368547758080", "1e400", "02"] {
            // Foundation does not say where; the sentence says what it may be.
            #expect(
                try detail(replacing: #""sequence":2"#, with: #""sequence":\#(number)"#)
                    == "the text is no JSON, is cut short, or has a number that does not fit")
        }
        #expect(
            try detail(replacing: #""site":"xa-dai-tam""#, with: #""site":"XÃ""#) == "site has an unacceptable value")
        #expect(
            try detail(replacing: #"H51-210615-0001""#, with: #"H51-210615-1""#)
                == "dossier.code has an unacceptable value")
        #expect(
            try detail(replacing: #"2021-06-15T09:00:00Z"#, with: "yesterday") == "sealedAt has an unacceptable value")
    }

    @Test func `Text cut short anywhere is malformed, and no error repeats content`() throws {
        let secrets = ["Nguy", "0941", "Lan", "giay-khai-sinh", "12/2021", "UBND", "xa-dai-tam", "8127f6"]
        let bytes = Vectors.data("manifest.json")
        for length in stride(from: 0, to: bytes.count, by: 7) {
            let error = #expect(throws: MalformedJSON.self) {
                try Wire.decode(Manifest.self, from: bytes.prefix(length))
            }
            for secret in secrets { #expect(error?.detail.contains(secret) == false) }
        }
    }

    @Test("No single changed byte makes an error that repeats content", arguments: [7, 8] as [UInt64])
    func changedBytes(seed: UInt64) {
        var random = Seeded(seed)
        let bytes = Vectors.data("manifest.json")
        let names =
            "clockCorrection documents authority inForce issuedOn issuer level number pages byteLength colourMode digest "
            + "flags height mediaType resolution scannedAt scanner width role type dossier code componentsComplete owner "
            + "identityNumber name procedure operator previous sealedAt sequence sheetsExpected site station supersedes"
        let sentences =
            "is missing null of another type than expected has an unacceptable value not readable the text no JSON cut "
            + "short or a number that does fit"
        let allowed = Set((names + " " + sentences).split(separator: " ").map(String.init))
        for _ in 0..<2000 {
            var changed = bytes
            changed[.random(in: changed.indices, using: &random)] = .random(in: 0...255, using: &random)
            do { _ = try Wire.decode(Manifest.self, from: changed) } catch {
                let strange = Set(error.detail.split { !$0.isLetter }.map(String.init)).subtracting(allowed)
                #expect(strange.isEmpty, "seed \(seed)")
            }
        }
    }

    @Test func `A station's identity is checked as it is read, and new ones are of the form`() throws {
        for bad in [
            "t-", "t-0123456789abcde", "t-0123456789abcdef0", "T-0123456789abcdef", "t-0123456789abcdeg",
            "0123456789abcdef--",
        ] {
            #expect(throws: MalformedJSON.self) { try Wire.decode([StationID].self, from: Data(#"["\#(bad)"]"#.utf8)) }
        }
        let made = (0..<200).map { _ in StationID() }
        #expect(Set(made).count == 200)
        for id in made { #expect(StationID(rawValue: id.rawValue) == id) }
    }

    @Test func `What a later version flags and corrects is kept as it came, by one that does not know it`() throws {
        var manifest = Vectors.correctedManifest
        manifest.documents[0].pages[0].flags = [PageFlag(rawValue: "stampMissing")]
        manifest.corrections[0].action = CorrectionAction(rawValue: "straightened")
        let bytes = try Wire.encode(manifest)
        let read = try Wire.decode(Manifest.self, from: bytes)
        #expect(read == manifest)
        #expect(try Wire.encode(read) == bytes)
        try read.checkRules()
        manifest.documents[0].pages[0].flags = [PageFlag(rawValue: "a\u{7}")]
        #expect(throws: BrokenRule.self) { try manifest.checkRules() }
    }

    @Test func `A problem of a later collector is read, its code as it came`() throws {
        let text =
            #"{"type":"urn:sohoa:problem:paper_tired","title":"T","status":503,"detail":"Wait","code":"paper_tired"}"#
        let problem = try Wire.decode(Problem.self, from: Data(text.utf8))
        #expect((problem.code, problem.knownCode, problem.detail) == ("paper_tired", nil, "Wait"))
        #expect(Problem(.storageFull, status: 507, title: "", detail: "").knownCode == .storageFull)
    }

    @Test func `The codes of errors are the published ones`() {
        // A code never changes its meaning; agents in the field know these.
        #expect(
            ErrorCode.allCases.map(\.rawValue) == [
                "malformed_request", "too_large", "not_found", "unauthorized", "clock_skew", "unknown_station",
                "station_revoked", "station_replaced", "wrong_site", "wrong_station", "bad_signature",
                "unsupported_payload_type", "malformed_manifest", "sequence_gap", "sequence_reused", "chain_fork",
                "rule_broken", "site_closed", "unknown_superseded", "upload_gone", "offset_mismatch",
                "checksum_mismatch", "page_mismatch", "upload_too_long", "unsupported_tus_version", "token_invalid",
                "token_expired", "token_used", "token_revoked", "rate_limited", "storage_full", "unavailable",
                "internal_error",
            ])
    }
}
