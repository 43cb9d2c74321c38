/// Media type of an envelope (DSSE, envelope.md).
enum EnvelopeMediaType {
    static let json = "application/vnd.dsse+json"
}

/// What every request of tus 1.0 carries.
enum Tus {
    static let version = Request.Field("Tus-Resumable", "1.0.0")
}

/// The place of an upload at the collector.
enum UploadPath {
    private static let folder = "v1/uploads/"

    /// The upload that a `Location` names, relative to the collector's base URL; nil when it names none.
    ///
    /// Behind a reverse proxy the field may hold the collector's inner scheme, host and path: only what comes after
    /// those is taken, so that pages and tokens never go to another host.
    static func relative(_ location: String) -> String? {
        guard let range = location.lastRange(of: folder) else { return nil }
        let name = location[range.upperBound...]
        let isPlain = name.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
        }
        guard isPlain, (1...200).contains(name.utf8.count) else { return nil }
        return folder + name
    }
}
