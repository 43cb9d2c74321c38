package import Configuration
import ContentStore
import FoundationEssentials
package import SystemPackage

/// The settings in a program's configuration file: one JSON object, whose levels make keys with dots.
///
/// Read with FoundationEssentials, because swift-configuration's own JSON provider needs full Foundation, and with it
/// ICU, which would double the weight of the agent.
package struct SettingsFile: Sendable {
    /// The values, by key.
    package let values: [String: ConfigContent]
    private let path: FilePath

    /// Reads the file at `path`; one that is missing has no values where it may be.
    package init(_ path: FilePath, allowMissing: Bool) throws(SettingsFileError) {
        self.path = path
        let bytes: [UInt8]?
        do { bytes = try DurableFile.read(path) } catch { throw .unreadable(path, "\(error)") }
        guard let bytes else {
            guard allowMissing else { throw .unreadable(path, "there is no such file") }
            values = [:]
            return
        }
        do { values = try JSONDecoder().decode(Values.self, from: Data(bytes)).flat } catch {
            throw .unreadable(path, "it is no JSON object of texts, numbers, true and false")
        }
    }

    /// The values as a provider of settings.
    package var provider: InMemoryProvider {
        InMemoryProvider(
            name: path.string,
            values: Dictionary(
                uniqueKeysWithValues: values.map {
                    (AbsoluteConfigKey(ConfigKey($0.key)), ConfigValue($0.value, isSecret: false))
                }))
    }

    /// The first key that is none of `known`: a misspelt one would silently do nothing.
    package func strangeKey(besides known: [String]) -> String? {
        values.keys.sorted().first { !known.contains($0) }
    }

    private struct Values: Decodable {
        let flat: [String: ConfigContent]

        init(from decoder: any Decoder) throws {
            flat = try Self.read(decoder.container(keyedBy: Name.self))
        }

        private static func read(_ container: KeyedDecodingContainer<Name>) throws -> [String: ConfigContent] {
            var flat: [String: ConfigContent] = [:]
            for name in container.allKeys {
                if let inner = try? container.nestedContainer(keyedBy: Name.self, forKey: name) {
                    for (key, value) in try read(inner) { flat["\(name.stringValue).\(key)"] = value }
                } else if let value = try? container.decode(Bool.self, forKey: name) {
                    flat[name.stringValue] = .bool(value)
                } else if let value = try? container.decode(Int.self, forKey: name) {
                    flat[name.stringValue] = .int(value)
                } else {
                    flat[name.stringValue] = .string(try container.decode(String.self, forKey: name))
                }
            }
            return flat
        }
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

/// A configuration file that cannot be used, and why.
package enum SettingsFileError: Error, Sendable {
    case unreadable(FilePath, String)
}

extension SettingsFileError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "the configuration file \(path) cannot be used: \(reason)"
        }
    }
}
