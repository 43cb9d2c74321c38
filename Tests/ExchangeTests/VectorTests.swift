import Dossiers
import Exchange
import Foundation
import Testing

/// Today's code must give, read and verify exactly the bytes that other programs made.
@Suite struct VectorTests {
    @Test(
        "A manifest encodes to the golden bytes",
        arguments: [
            ("manifest-first", Vectors.firstManifest), ("manifest", Vectors.manifest),
            ("manifest-corrected", Vectors.correctedManifest),
        ])
    func manifestBytes(name: String, manifest: Manifest) throws {
        #expect(try Wire.encode(manifest) == Vectors.data("\(name).json"))
        #expect(try Wire.decode(Manifest.self, from: Vectors.data("\(name).json")) == manifest)
        #expect(Vectors.envelope(name).payloadDigest == Vectors.digest(name))
    }

    @Test func `A receipt of each outcome encodes to the golden bytes`() throws {
        let receipts = [
            "receipt-accepted": Vectors.receipt(.accepted),
            "receipt-duplicate": Vectors.receipt(.duplicate, duplicateOf: Vectors.digest("manifest-first")),
            "receipt-refused": Vectors.receipt(
                .refused,
                refusal: .init(code: .siteClosed, detail: "site xa-dai-tam is closed since 2021-06-01")),
        ]
        for (name, receipt) in receipts {
            #expect(try Wire.encode(receipt) == Vectors.data("\(name).json"))
            let opened = try Receipt.open(Vectors.envelope(name), with: Vectors.collectorKey.verificationKey)
            #expect(opened == receipt)
        }
    }

    @Test func `An enrolment encodes to the golden bytes and opens with the key it brings`() throws {
        let request = EnrolmentRequest(
            token: "soh_3zVwP8yQ", publicKey: Vectors.data("station.der"), label: "PC-MOTCUA-02",
            agentVersion: "1.0.0", replaces: StationID(rawValue: "t-fedcba9876543210"))
        #expect(try Wire.encode(request) == Vectors.data("enrolment.json"))
        #expect(try EnrolmentRequest.open(Vectors.envelope("enrolment")) == request)
    }

    @Test func `The answers that are not signed encode to the golden bytes`() throws {
        let manifest = Vectors.digest("manifest")
        let needed = ["back of the first page", "result"].map {
            SubmissionStatus.NeededPage(digest: ContentDigest(sha256Of: Data($0.utf8)), byteLength: $0.utf8.count)
        }
        let announced = SubmissionStatus(manifest: manifest, state: .announced, needed: needed)
        #expect(announced.uploadLength == 28)
        try expectVector(announced, "submission-announced")
        let receipt = Vectors.envelope("receipt-accepted")
        try expectVector(
            SubmissionStatus(manifest: manifest, state: .complete, receipt: receipt), "submission-complete")
        try expectVector(
            EnrolmentAnswer(
                station: Vectors.station, site: Vectors.site, siteName: "Xã Đại Tâm", level: .commune,
                collector: Vectors.collector, collectorKey: Vectors.data("collector.der")), "enrolment-answer")
        try expectVector(
            Problem(
                .sequenceGap, status: 409, title: "Gap in the chain",
                detail: "sequence 9 came where 7 is next; post 7 first", expectedSequence: 7), "problem")
        try expectVector(
            Problem(
                .pageMismatch, status: 460, title: "Wrong page", detail: "the bytes do not match",
                page: ContentDigest(sha256Of: Data("result".utf8))), "problem-page")
    }

    @Test func `What a station asks of the province, and the answers, encode to the golden bytes`() throws {
        let code = DossierCode(rawValue: "000.18.29.H51-210615-0001")!
        try expectVector(
            Lookup(
                operatorName: "lan.tt", code: code,
                ownerName: "Nguye\u{302}\u{303}n Thi\u{323} Ho\u{302}\u{300} So\u{31b}", number: "12/2021",
                identityNumber: "094123456789"), "lookup")
        let result = FoundPaper(
            dossier: code, site: Vectors.site, siteName: "Xã Đại Tâm", role: .result, type: "giay-khai-sinh",
            number: "12/2021", issuedOn: CalendarDay("2021-06-14"), issuer: "UBND xã Đại Tâm",
            digitisedOn: CalendarDay("2021-06-15")!, manifest: Vectors.digest("manifest"), pages: 1)
        let component = FoundPaper(
            dossier: code, site: Vectors.site, siteName: "Xã Đại Tâm", role: .component, type: "to-khai",
            digitisedOn: CalendarDay("2021-06-15")!, manifest: Vectors.digest("manifest"), pages: 3)
        try expectVector(LookupAnswer(papers: [result, component], isCut: true), "lookup-answer")
        let procedure = Procedure(
            code: "1.001193", name: "Đăng ký khai sinh",
            papers: [
                ProcedurePaper(
                    type: "to-khai", name: "Tờ khai đăng ký khai sinh", role: .component, isCompulsory: true),
                ProcedurePaper(type: "giay-khai-sinh", name: "Giấy khai sinh", role: .result, isCompulsory: false),
            ])
        try expectVector(
            Briefing(
                site: Vectors.site, siteName: "Xã Đại Tâm", level: .commune,
                asOf: Vectors.date("2021-06-15T09:00:05Z"), procedures: [procedure],
                progress: [
                    BriefedRate(
                        indicator: .received, level: .commune, year: 2021, numerator: 334, denominator: 1000,
                        targetPermille: nil),
                    BriefedRate(
                        indicator: .inForce, level: .commune, year: 2021, numerator: 12, denominator: nil,
                        targetPermille: 150),
                ]), "briefing")
    }

    @Test(
        "openssl's signature over the golden signed bytes verifies",
        arguments: [
            "manifest-first", "manifest", "manifest-corrected", "receipt-accepted", "receipt-duplicate",
            "receipt-refused", "enrolment",
        ])
    func foreignSignature(name: String) throws {
        let envelope = Vectors.envelope(name)
        let signed = Envelope.preAuthenticationEncoding(type: envelope.payloadType, payload: envelope.payload)
        #expect(signed == Vectors.data("\(name).pae"))
        #expect(envelope.payload == Vectors.data("\(name).json"))
        let key = (name.hasPrefix("receipt") ? Vectors.collectorKey : Vectors.stationKey).verificationKey
        #expect(key.verifies(envelope))
        #expect(envelope.signatures.map(\.keyid) == [key.fingerprint])
        #expect(try Wire.encode(envelope) == Vectors.data("\(name).envelope.json"))
    }

    @Test func `PyJWT's token verifies, and says what it was made with`() throws {
        let token = try BearerToken.verify(
            Vectors.text("token.jwt"), with: Vectors.stationKey.verificationKey, audience: Vectors.collector,
            now: Date(timeIntervalSince1970: 1_623_719_100))
        #expect(
            token
                == BearerToken(
                    issuer: Vectors.station, audience: Vectors.collector,
                    issuedAt: Date(timeIntervalSince1970: 1_623_719_000), lifetime: 300))
        #expect(BearerToken.claimedIssuer(of: Vectors.text("token.jwt")) == Vectors.station)
    }

    @Test func `A public key has the DER form and the fingerprint that openssl gives it`() throws {
        let key = Vectors.stationKey.verificationKey
        #expect(key.derRepresentation == Vectors.data("station.der"))
        #expect(key == (try VerificationKey(der: Vectors.data("station.der"))))
        #expect(key.fingerprint == ContentDigest(sha256Of: Vectors.data("station.der")).rawValue)
    }

    private func expectVector<Value: Codable & Equatable>(
        _ value: Value, _ name: String, _ location: SourceLocation = #_sourceLocation
    ) throws {
        #expect(try Wire.encode(value) == Vectors.data("\(name).json"), sourceLocation: location)
        #expect(try Wire.decode(Value.self, from: Vectors.data("\(name).json")) == value, sourceLocation: location)
    }
}
