import Configuration
import Glibc
import SettingsFiles
import SystemPackage

/// The values of the settings in this run.
struct Settings: Sendable {
    private let reader: ConfigReader

    /// Reads the configuration file and the environment.
    ///
    /// - Parameters:
    ///   - file: the configuration file asked for; without it `SOHOA_CONFIG`, else the default place, where it may be
    ///     missing.
    ///   - flags: what was given on the command line.
    static func load(
        file: String?, flags: [Setting: ConfigValue], environment: [String: String] = currentEnvironment()
    ) async throws(SettingsError) -> Settings {
        let asked = file ?? environment["SOHOA_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        let path = FilePath(asked ?? Setting.defaultFile)
        let settings: SettingsFile
        do { settings = try SettingsFile(path, allowMissing: asked == nil) } catch { throw .unreadable(error) }
        if let key = settings.strangeKey(besides: Setting.allCases.map(\.rawValue)) {
            throw .strangeKey(key, file: path.string)
        }
        let given = Dictionary(uniqueKeysWithValues: flags.map { (AbsoluteConfigKey($0.key), $1) })
        let defaults = Dictionary(
            uniqueKeysWithValues: Setting.allCases.map { (AbsoluteConfigKey($0.key), $0.fallback) })
        return Settings(
            reader: ConfigReader(providers: [
                InMemoryProvider(name: "flags", values: given),
                EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "sohoa"),
                settings.provider,
                InMemoryProvider(name: "defaults", values: defaults),
            ]))
    }

    /// The text of `setting`.
    func text(_ setting: Setting) throws(SettingsError) -> String {
        do { return try reader.requiredString(forKey: setting.key) } catch { throw .notText(setting) }
    }

    /// The text of `setting`, or nil where it is empty.
    func optionalText(_ setting: Setting) throws(SettingsError) -> String? {
        let text = try text(setting)
        return text.isEmpty ? nil : text
    }

    /// Whether `setting` is on.
    func isOn(_ setting: Setting) throws(SettingsError) -> Bool {
        do { return try reader.requiredBool(forKey: setting.key) } catch { throw .notYesOrNo(setting) }
    }

    /// The number that `setting` is, 0 or more.
    func number(_ setting: Setting) throws(SettingsError) -> Int {
        guard let number = try? reader.requiredInt(forKey: setting.key), number >= 0 else { throw .notNumber(setting) }
        return number
    }

    /// The environment of this process.
    static func currentEnvironment() -> [String: String] {
        var variables: [String: String] = [:]
        // `environ` is not changed while the program runs.
        var place = unsafe environ
        while let entry = unsafe place.pointee {
            let text = unsafe String(cString: entry)
            if let equals = text.firstIndex(of: "=") {
                variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            unsafe place += 1
        }
        return variables
    }
}

/// Settings that cannot be used.
enum SettingsError: CannotRun {
    case unreadable(SettingsFileError)
    case strangeKey(String, file: String)
    case notText(Setting)
    case notYesOrNo(Setting)
    case notNumber(Setting)
    case badValue(Setting, String, expected: String)

    var description: String {
        switch self {
        case .unreadable(let error): "\(error)"
        case .strangeKey(let key, let file):
            "the configuration file \(file) has the key \(key), which is none of "
                + Setting.allCases.map(\.rawValue).joined(separator: ", ")
        case .notText(let setting): "\(Self.place(setting)) must be a text"
        case .notYesOrNo(let setting): "\(Self.place(setting)) must be true or false"
        case .notNumber(let setting): "\(Self.place(setting)) must be a whole number, 0 or more"
        case .badValue(let setting, let value, let expected):
            "\(Self.place(setting)) is \(value); it must be \(expected)"
        }
    }

    private static func place(_ setting: Setting) -> String {
        "the setting \(setting.rawValue) (\(setting.flag), \(setting.environmentVariable))"
    }
}
