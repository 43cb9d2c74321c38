/// A code or number compared byte by byte, as SQLite does.
///
/// Swift's `String` calls the composed and the decomposed form of a letter equal; codes are opaque and must not merge.
struct OpaqueText: Hashable, Comparable, CustomStringConvertible {
    let text: String

    init(_ text: String) { self.text = text }

    var description: String { text }

    static func == (a: OpaqueText, b: OpaqueText) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }

    static func < (a: OpaqueText, b: OpaqueText) -> Bool { a.text.utf8.lexicographicallyPrecedes(b.text.utf8) }

    func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
        hasher.combine(UInt8(0xFF))
    }
}
