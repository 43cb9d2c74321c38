import FoundationEssentials

// DSSE v1.0.2: "Either standard or URL-safe base64 encodings are allowed. Signers may use either, and verifiers MUST
// accept either"; `keyid` may be unset, which is the same as empty.

extension Envelope {
    enum CodingKeys: String, CodingKey {
        case payload, payloadType, signatures
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        payload = try members.decodeBase64(forKey: .payload)
        payloadType = try members.decode(String.self, forKey: .payloadType)
        signatures = try members.decode([Signature].self, forKey: .signatures)
    }
}

extension Envelope.Signature {
    enum CodingKeys: String, CodingKey {
        case keyid, sig
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        keyid = try members.decodeIfPresent(String.self, forKey: .keyid) ?? ""
        sig = try members.decodeBase64(forKey: .sig)
    }
}

extension KeyedDecodingContainer {
    /// The bytes of a member in base64 of either alphabet.
    fileprivate func decodeBase64(forKey key: Key) throws -> Data {
        let text = try decode(String.self, forKey: key)
        let standard = text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "-"): UInt8(ascii: "+")
            case UInt8(ascii: "_"): UInt8(ascii: "/")
            default: byte
            }
        }
        guard let bytes = Data(base64Encoded: Data(standard)) else {
            throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "no base64")
        }
        return bytes
    }
}
