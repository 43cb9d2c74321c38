/// A count of bytes in a header field: digits, and nothing else.
struct UploadNumber: Sendable, Hashable {
    let value: Int

    /// Nil when `text` is missing, or no such number.
    init?(_ text: String?) {
        guard let text, !text.isEmpty,
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let value = Int(text)
        else { return nil }
        self.value = value
    }
}
