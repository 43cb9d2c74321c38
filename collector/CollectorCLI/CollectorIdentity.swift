import Exchange

/// Who the collector is: `collector.json` in the data directory.
struct CollectorIdentity: Codable, Sendable, Hashable {
    /// The version of the directory's layout that this program reads and writes.
    static let currentVersion = 1

    /// The audience of the stations' bearer tokens: `c-` and 16 lower-case hexadecimal digits. Never changes.
    var id: String
    /// The name for people.
    var name: String
    /// Version of the directory's layout.
    var version: Int

    /// A new identity.
    init(name: String) {
        id = "c-" + StationID().rawValue.dropFirst(2)
        self.name = name
        version = Self.currentVersion
    }
}
