import Station

/// A tar archive (POSIX ustar) of small files, packed by gzip: anybody's `tar xzf` opens it.
struct Archive {
    private var bytes: [UInt8] = []

    /// Adds a file.
    ///
    /// - Parameters:
    ///   - name: its path inside, at most 100 bytes of ASCII.
    ///   - seconds: its time, since 1970.
    mutating func add(_ name: String, _ content: [UInt8], at seconds: Int) {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at offset: Int) {
            header.replaceSubrange(offset..<offset + text.utf8.count, with: text.utf8)
        }
        put(String(name.prefix(100)), at: 0)
        put(Self.octal(0o600, digits: 7), at: 100)
        put(Self.octal(0, digits: 7), at: 108)
        put(Self.octal(0, digits: 7), at: 116)
        put(Self.octal(content.count, digits: 11), at: 124)
        put(Self.octal(seconds, digits: 11), at: 136)
        // Counted with blanks in the place of the sum itself.
        put("        ", at: 148)
        put("0", at: 156)
        put("ustar", at: 257)
        put("00", at: 263)
        put(Self.octal(header.reduce(0) { $0 + Int($1) }, digits: 6), at: 148)
        header[154] = 0
        bytes += header + content
        bytes += [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }

    /// The archive as a whole, packed.
    var packed: [UInt8] { Gzip.compressed(bytes + [UInt8](repeating: 0, count: 1024)) }

    private static func octal(_ number: Int, digits: Int) -> String {
        let text = String(number, radix: 8)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
}
