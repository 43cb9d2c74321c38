import Dossiers
import Exchange
import Foundation
import GRDB

// How values stand in the tables: digests as their 32 bytes, moments as whole seconds since 1970.

extension ContentDigest {
    /// The 32 bytes.
    var data: Data {
        var bytes = Data(capacity: 32)
        var high: UInt8?
        for character in rawValue.utf8 {
            let digit =
                character < UInt8(ascii: "a") ? character - UInt8(ascii: "0") : character - UInt8(ascii: "a") + 10
            if let first = high {
                bytes.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        return bytes
    }
}

extension Date {
    var seconds: Int { Int(timeIntervalSince1970.rounded(.down)) }

    init(seconds: Int) { self.init(timeIntervalSince1970: Double(seconds)) }
}

extension Row {
    /// The digest in `column`, which the schema holds to 32 bytes.
    func digest(_ column: String) -> ContentDigest {
        let bytes: Data = self[column]
        return ContentDigest(bytes: bytes)
    }

    func optionalDigest(_ column: String) -> ContentDigest? {
        let bytes: Data? = self[column]
        return bytes.map { ContentDigest(bytes: $0) }
    }

    func date(_ column: String) -> Date {
        let seconds: Int = self[column]
        return Date(seconds: seconds)
    }

    func optionalDate(_ column: String) -> Date? {
        let seconds: Int? = self[column]
        return seconds.map { Date(seconds: $0) }
    }

    /// The value whose raw value is in `column`.
    ///
    /// - Throws: `RegistryError.damaged` when the text is none: only validated values are ever written.
    func value<Value: RawRepresentable<String>>(_ column: String) throws -> Value {
        let text: String = self[column]
        guard let value = Value(rawValue: text) else {
            throw RegistryError.damaged(reason: "column \(column) holds an unacceptable value")
        }
        return value
    }

    func optionalValue<Value: RawRepresentable<String>>(_ column: String) throws -> Value? {
        let text: String? = self[column]
        guard text != nil else { return nil }
        return try value(column) as Value
    }
}
