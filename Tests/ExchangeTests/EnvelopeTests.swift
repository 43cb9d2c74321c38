import Dossiers
import Exchange
import Foundation
import TestSupport
import Testing

@Suite struct EnvelopeTests {
    @Test func `The pre-authentication encoding is that of DSSE's published example`() {
        // secure-systems-lab/dsse, protocol.md, "Test Vectors".
        let encoded = Envelope.preAuthenticationEncoding(
            type: "http://example.com/HelloWorld", payload: Data("hello world".utf8))
        #expect(encoded == Data("DSSEv1 29 http://example.com/HelloWorld 11 hello world".utf8))
    }

    @Test func `DSSE's published signature verifies with DSSE's published key`() throws {
        // The same document: ECDSA P-256 with SHA-256, r and s side by side; X and Y in SubjectPublicKeyInfo.
        let der = try #require(
            Data(
                base64Encoded:
                    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEZ805D3eqNZywjCI19lInBJOp7YMrCrzAH3CVTAOQ0jgMeCvVTiaR"
                    + "JaRPRDOv8UMs6U4SvKc6pnrIDOoSYI3fdA=="))
        let signature = try #require(
            Data(
                base64Encoded: "A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJ"
                    + "PcIAriEGAHTVeCUjW2JIZA=="))
        let signed = Envelope.preAuthenticationEncoding(
            type: "http://example.com/HelloWorld", payload: Data("hello world".utf8))
        #expect(try VerificationKey(der: der).verifies(raw: signature, over: signed))
    }

    @Test func `Lengths in the pre-authentication encoding count bytes, not characters`() {
        let encoded = Envelope.preAuthenticationEncoding(type: "ồ", payload: Data("hồ sơ".utf8))
        #expect(encoded == Data("DSSEv1 3 ồ 8 hồ sơ".utf8))
    }

    @Test func `What a key seals, it verifies and opens`() throws {
        let key = SigningKey()
        let envelope = key.seal(try Wire.encode(Vectors.manifest), type: Manifest.payloadType)
        #expect(try Manifest.open(envelope, with: key.verificationKey) == Vectors.manifest)
    }

    @Test func `Each flipped bit of payload, type or signature is found out`() throws {
        let envelope = Vectors.envelope("manifest-first")
        let key = Vectors.stationKey.verificationKey
        for index in envelope.payload.indices {
            for bit in 0..<8 {
                var changed = envelope
                changed.payload[index] ^= 1 << UInt8(bit)
                #expect(!key.verifies(changed), "payload byte \(index), bit \(bit)")
            }
        }
        for index in envelope.payloadType.utf8.indices {
            for bit in 0..<7 {
                var type = Array(envelope.payloadType.utf8)
                type[envelope.payloadType.utf8.distance(from: envelope.payloadType.startIndex, to: index)] ^=
                    1 << UInt8(bit)
                var changed = envelope
                changed.payloadType = String(decoding: type, as: UTF8.self)
                #expect(!key.verifies(changed), "type byte \(type)")
            }
        }
        for index in envelope.signatures[0].sig.indices {
            for bit in 0..<8 {
                var changed = envelope
                changed.signatures[0].sig[index] ^= 1 << UInt8(bit)
                #expect(!key.verifies(changed), "signature byte \(index), bit \(bit)")
            }
        }
    }

    @Test("Cut, stretched and scrambled envelopes are found out", arguments: [1, 2, 3] as [UInt64])
    func scrambled(seed: UInt64) {
        var random = Seeded(seed)
        let envelope = Vectors.envelope("manifest")
        let key = Vectors.stationKey.verificationKey
        for _ in 0..<300 {
            var changed = envelope
            switch Int.random(in: 0..<6, using: &random) {
            case 0: changed.payload.removeLast(Int.random(in: 1...changed.payload.count, using: &random))
            case 1:
                changed.payload.insert(
                    .random(in: 0...255, using: &random), at: .random(in: 0...changed.payload.count, using: &random))
            case 2:
                changed.signatures[0].sig.removeLast(.random(in: 1...changed.signatures[0].sig.count, using: &random))
            case 3: changed.signatures[0].sig.append(.random(in: 0...255, using: &random))
            case 4: changed.payloadType.removeLast(.random(in: 1...changed.payloadType.count, using: &random))
            default:
                // A byte moved from the payload to its type: both lengths are signed.
                changed.payloadType += String(decoding: changed.payload.prefix(1), as: UTF8.self)
                changed.payload.removeFirst()
            }
            #expect(!key.verifies(changed), "seed \(seed)")
        }
    }

    @Test func `Another key's signature is none, whatever the key identifier says`() {
        var envelope = Vectors.envelope("manifest")
        #expect(!Vectors.collectorKey.verificationKey.verifies(envelope))
        envelope.signatures[0].keyid = Vectors.collectorKey.verificationKey.fingerprint
        #expect(!Vectors.collectorKey.verificationKey.verifies(envelope))
        #expect(throws: OpenError.badSignature) {
            try Manifest.open(envelope, with: Vectors.collectorKey.verificationKey)
        }
    }

    @Test func `The key identifier is a hint and is not needed`() throws {
        var envelope = Vectors.envelope("manifest")
        envelope.signatures[0].keyid = "another"
        #expect(try Manifest.open(envelope, with: Vectors.stationKey.verificationKey) == Vectors.manifest)
        let text = try String(decoding: Wire.encode(envelope), as: UTF8.self)
            .replacingOccurrences(of: #""keyid":"another","#, with: "")
        let bare = try Wire.decode(Envelope.self, from: Data(text.utf8))
        #expect(try Manifest.open(bare, with: Vectors.stationKey.verificationKey) == Vectors.manifest)
    }

    @Test func `One good signature among others is enough, none is not`() throws {
        var envelope = Vectors.envelope("manifest")
        envelope.signatures.insert(.init(keyid: "other", sig: Data([0x30, 0])), at: 0)
        #expect(Vectors.stationKey.verificationKey.verifies(envelope))
        envelope.signatures = []
        #expect(!Vectors.stationKey.verificationKey.verifies(envelope))
    }

    @Test func `A statement of one type is never taken for one of another`() throws {
        let key = Vectors.stationKey
        let asReceipt = key.seal(try Wire.encode(Vectors.manifest), type: Receipt.payloadType)
        #expect(throws: OpenError.unexpectedPayloadType(Receipt.payloadType)) {
            try Manifest.open(asReceipt, with: key.verificationKey)
        }
        #expect(throws: OpenError.unexpectedPayloadType(Manifest.payloadType)) {
            try Receipt.open(Vectors.envelope("manifest"), with: key.verificationKey)
        }
        #expect(throws: OpenError.unexpectedPayloadType(Manifest.payloadType)) {
            try EnrolmentRequest.open(Vectors.envelope("manifest"))
        }
        var relabelled = Vectors.envelope("manifest")
        relabelled.payloadType = Receipt.payloadType
        #expect(throws: OpenError.badSignature) { try Receipt.open(relabelled, with: key.verificationKey) }
    }

    @Test func `A well-signed payload that is no manifest is malformed, not a crash`() {
        let key = SigningKey()
        for payload in [
            "", "{", "[]", "null", "{}", #"{"station":1}"#, "\u{0}", String(repeating: "[", count: 100_000),
        ] {
            let envelope = key.seal(Data(payload.utf8), type: Manifest.payloadType)
            let error = #expect(throws: OpenError.self, "\(payload.prefix(9))") {
                try Manifest.open(envelope, with: key.verificationKey)
            }
            guard case .malformedPayload = error else {
                Issue.record("\(payload.prefix(9)) gave \(String(describing: error))"); continue
            }
        }
    }

    @Test func `An enrolment signed with another key than the one it brings is refused`() throws {
        let request = EnrolmentRequest(
            token: "t", publicKey: Vectors.stationKey.verificationKey.derRepresentation, label: "l", agentVersion: "1")
        let envelope = SigningKey().seal(try Wire.encode(request), type: EnrolmentRequest.payloadType)
        #expect(throws: OpenError.badSignature) { try EnrolmentRequest.open(envelope) }
        var noKey = request
        noKey.publicKey = Data([1, 2, 3])
        let other = Vectors.stationKey.seal(try Wire.encode(noKey), type: EnrolmentRequest.payloadType)
        #expect(throws: OpenError.badSignature) { try EnrolmentRequest.open(other) }
    }

    @Test func `Both alphabets of base64 that DSSE allows are read`() throws {
        let text = Vectors.text("manifest.envelope.json")
        // The signature of the vector has characters that differ between the alphabets.
        let urlSafe = text.replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: #"/"#, with: "_")
            .replacingOccurrences(of: "application_vnd.sohoa.manifest.v1-json", with: Manifest.payloadType)
        try #require(urlSafe != text)
        #expect(try Wire.decode(Envelope.self, from: Data(urlSafe.utf8)) == Vectors.envelope("manifest"))
    }
}
