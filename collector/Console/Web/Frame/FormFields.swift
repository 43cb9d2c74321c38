/// The fields of a form or a query (`application/x-www-form-urlencoded`, WHATWG URL Standard, 5).
struct FormFields: Sendable {
    private let pairs: [(name: String, value: String)]

    /// Nil when `bytes` is no form: bad escapes, bytes that are no UTF-8, or more fields than any page sends.
    init?(_ bytes: some Sequence<UInt8>) {
        var pairs: [(String, String)] = []
        for part in Array(bytes).split(separator: UInt8(ascii: "&")) {
            guard pairs.count < Self.most else { return nil }
            let equals = part.firstIndex(of: UInt8(ascii: "="))
            guard let name = Self.decoded(part[..<(equals ?? part.endIndex)]),
                let value = Self.decoded(equals.map { part[($0 + 1)...] } ?? [])
            else { return nil }
            pairs.append((name, value))
        }
        self.pairs = pairs
    }

    init(pairs: [(name: String, value: String)]) { self.pairs = pairs }

    private static let most = 500

    /// The first field of that name, as it was sent.
    subscript(_ name: String) -> String? { pairs.first { $0.name == name }?.value }

    /// The names of all fields, each once, in the order in which they came.
    var names: [String] {
        var seen: Set<String> = []
        return pairs.map(\.name).filter { seen.insert($0).inserted }
    }

    /// All fields of that name.
    func all(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }

    /// The field without spaces round it; nil where nothing is left.
    func text(_ name: String) -> String? {
        guard let value = self[name] else { return nil }
        let head = value.unicodeScalars.drop { $0.properties.isWhitespace }
        let kept = head.reversed().drop { $0.properties.isWhitespace }.reversed()
        return kept.isEmpty ? nil : String(String.UnicodeScalarView(kept))
    }

    private static func decoded(_ part: ArraySlice<UInt8>) -> String? {
        var bytes: [UInt8] = []
        var rest = part
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(UnicodeScalar(byte)).hexDigitValue.map { UInt8($0) }
    }

    /// `fields` as a query, without those that are nil or empty.
    static func query(_ fields: [(name: String, value: String?)]) -> String {
        fields.compactMap { field in
            field.value.flatMap { $0.isEmpty ? nil : "\(encoded(field.name))=\(encoded($0))" }
        }.joined(separator: "&")
    }

    /// `text` as it stands in a query.
    static func encoded(_ text: String) -> String {
        let hexadecimal = Array("0123456789ABCDEF".utf8)
        let bytes = text.utf8.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                [byte]
            default: [UInt8(ascii: "%"), hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
