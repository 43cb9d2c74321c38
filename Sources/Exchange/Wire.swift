package import FoundationEssentials

/// How values become JSON on the wire and in signed bytes: sorted keys, ISO 8601 times in UTC, base64 for bytes.
package enum Wire {
    /// `value` in JSON.
    package static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return try encoder.encode(value)
    }

    /// The value in `data`. Unknown members are passed over, so that later versions can add some.
    ///
    /// - Throws: `MalformedJSON` that names the member at fault.
    package static func decode<Value: Decodable>(_: Value.Type, from data: Data) throws(MalformedJSON) -> Value {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            guard let date = Timestamp.date(try container.decode(String.self)) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "no time in UTC")
            }
            return date
        }
        do { return try decoder.decode(Value.self, from: data) } catch let error as DecodingError {
            throw MalformedJSON(error)
        } catch {
            throw MalformedJSON(detail: "not readable")
        }
    }
}

/// JSON that is not what was expected; says where, and repeats nothing of the content.
package struct MalformedJSON: Error, Hashable, Sendable {
    /// The member at fault, as a path from the outermost value; nil when the text is no JSON at all.
    package let member: String?
    private let fault: String

    package var detail: String { [member, fault].compactMap(\.self).joined(separator: " ") }

    init(detail: String) {
        member = nil
        fault = detail
    }

    init(_ error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context): self.init(context.codingPath + [key], "is missing")
        case .valueNotFound(_, let context): self.init(context.codingPath, "is null")
        case .typeMismatch(_, let context): self.init(context.codingPath, "is of another type than expected")
        case .dataCorrupted(let context):
            if context.codingPath.isEmpty {
                self.init(detail: "the text is no JSON, is cut short, or has a number that does not fit")
            } else {
                self.init(context.codingPath, "has an unacceptable value")
            }
        @unknown default: self.init(detail: "not readable")
        }
    }

    private init(_ keys: [any CodingKey], _ fault: String) {
        member = keys.reduce(into: "") { path, key in
            if let index = key.intValue {
                path += "[\(index)]"
            } else {
                path += (path.isEmpty ? "" : ".") + key.stringValue
            }
        }
        self.fault = fault
    }
}
