/// An address of this site, to go to after something else: never another host's.
struct LocalPath: Sendable, Hashable {
    let text: String

    static let start = LocalPath("/")!

    /// Nil unless `text` is a path of this site. `//host` and `/\host` lead elsewhere in browsers, and control
    /// characters are dropped by them.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.first == UInt8(ascii: "/"), bytes.count <= 2000, bytes.dropFirst().first != UInt8(ascii: "/"),
            bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") })
        else { return nil }
        self.text = text
    }
}
