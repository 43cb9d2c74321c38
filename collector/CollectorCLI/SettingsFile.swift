import FoundationEssentials

/// The keys in a configuration file, to find those that are no setting: a misspelt one would silently do nothing.
struct SettingsFile: Decodable {
    /// Keys of all values, with dots between the levels.
    let keys: [String]

    /// The first key in `bytes` that is no setting; nil as well when the bytes are no JSON object.
    static func strangeKey(in bytes: [UInt8]) -> String? {
        guard let file = try? JSONDecoder().decode(SettingsFile.self, from: Data(bytes)) else { return nil }
        return file.keys.first { Setting(rawValue: $0) == nil }
    }

    init(from decoder: any Decoder) throws {
        keys = try Self.keys(in: decoder.container(keyedBy: Name.self)).sorted()
    }

    private static func keys(in container: KeyedDecodingContainer<Name>) throws -> [String] {
        try container.allKeys.flatMap { name in
            guard let inner = try? container.nestedContainer(keyedBy: Name.self, forKey: name) else {
                return [name.stringValue]
            }
            return try keys(in: inner).map { "\(name.stringValue).\($0)" }
        }
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
