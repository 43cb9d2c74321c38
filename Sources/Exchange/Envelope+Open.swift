import FoundationEssentials

/// Why an envelope's content is not to be trusted or read.
package enum OpenError: Error, Hashable, Sendable {
    case unexpectedPayloadType(String)
    case badSignature
    case malformedPayload(String)
}

extension Envelope {
    /// The payload as `Payload`, after its type and then its signature have been checked.
    package func open<Payload: Decodable>(
        _: Payload.Type, type: String, with key: VerificationKey
    ) throws(OpenError) -> Payload {
        guard payloadType == type else { throw .unexpectedPayloadType(payloadType) }
        guard key.verifies(self) else { throw .badSignature }
        do { return try Wire.decode(Payload.self, from: payload) } catch { throw .malformedPayload(error.detail) }
    }
}
