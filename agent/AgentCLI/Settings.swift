import ArgumentParser
import Configuration
import ContentStore
import FoundationEssentials
import SettingsFiles
import Spool
import Station
import Supervision
import SystemPackage

/// What the agent is told by flags, environment, file and defaults, in this order.
struct Settings: Sendable {
    /// Every setting: its key in the file, its variable, its default and its meaning.
    static let table = """
        data              SOHOA_DATA              /var/lib/sohoa   where queue, pages and key are kept
        scanner           SOHOA_SCANNER           (first found)    SANE name of the scanner
        proxy             SOHOA_PROXY             (none)           HTTP proxy, for instance http://10.0.0.1:3128
        ca-file           SOHOA_CA_FILE           (system's)       further trusted certificates, PEM
        bandwidth         SOHOA_BANDWIDTH         (no limit)       timetable, for instance 07:00-17:00=256 (kbit/s)
        listen-port       SOHOA_LISTEN_PORT       7878             port of the officer's page, on 127.0.0.1; 0 takes any
        lock-minutes      SOHOA_LOCK_MINUTES      5                minutes after which an unattended screen is locked
        keep-days         SOHOA_KEEP_DAYS         7                days that delivered pages stay on this PC
        minimum-free-mib  SOHOA_MINIMUM_FREE_MIB  512              MiB that must be free to begin a scan
        watch-folder      SOHOA_WATCH_FOLDER      (none)           folder that a copier puts files into, from / on
        log-level         SOHOA_LOG_LEVEL         info             trace, debug, info, notice, warning, error
        """

    /// The settings' keys.
    static let keys = table.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }

    /// Where the configuration file is unless told otherwise.
    static let defaultFile = "/etc/sohoa/agent.json"

    var data: FilePath
    var scanner: String?
    var proxy: String?
    var caFile: String?
    var bandwidth: String?
    var listenPort: Int
    var lockMinutes: Int
    var keepDays: Int
    var minimumFreeBytes: Int
    var watchFolder: FilePath?
    var logLevel: String

    /// Reads the settings.
    ///
    /// - Parameters:
    ///   - flags: what flags said, by key.
    ///   - file: the configuration file asked for; nil takes the default one where there is one.
    init(flags: [String: String], file: String?) throws {
        var problems: [any Error] = []
        self.init(flags: flags, file: file, problems: &problems)
        if let first = problems.first { throw first }
    }

    /// Reads what can be read of the settings.
    ///
    /// - Parameter problems: gets what cannot be used, each in a sentence; in its place stands the default.
    init(flags: [String: String], file: String?, problems: inout [any Error]) {
        var settings: SettingsFile?
        do { settings = try SettingsFile(FilePath(file ?? Self.defaultFile), allowMissing: file == nil) } catch {
            problems.append(error)
        }
        if let key = settings?.strangeKey(besides: Self.keys) {
            problems.append(
                Refusal(
                    "\(key) in the configuration file is no setting; the settings are "
                        + Self.keys.joined(separator: ", ")))
        }
        let values = flags.map { (AbsoluteConfigKey([$0.key]), ConfigValue(.string($0.value), isSecret: false)) }
        var providers: [any ConfigProvider] = [
            InMemoryProvider(name: "flags", values: Dictionary(uniqueKeysWithValues: values)),
            EnvironmentVariablesProvider().prefixKeys(with: "sohoa"),
        ]
        if let settings { providers.append(settings.provider) }
        let reader = SettingsReader(ConfigReader(providers: providers))
        data = FilePath(reader.text("data", &problems) ?? "/var/lib/sohoa")
        scanner = reader.text("scanner", &problems)
        proxy = reader.text("proxy", &problems)
        caFile = reader.text("ca-file", &problems)
        bandwidth = reader.text("bandwidth", &problems)
        listenPort = reader.number("listen-port", default: StationWeb.defaultPort, in: 0...65_535, &problems)
        lockMinutes = reader.number("lock-minutes", default: 5, in: 1...480, &problems)
        keepDays = reader.number("keep-days", default: 7, in: 0...3650, &problems)
        minimumFreeBytes = reader.number("minimum-free-mib", default: 512, in: 0...1_000_000, &problems) << 20
        watchFolder = reader.text("watch-folder", &problems).map { FilePath($0) }
        if let folder = watchFolder, !folder.isAbsolute {
            problems.append(Refusal("watch-folder must be a path that begins with /"))
            watchFolder = nil
        }
        logLevel = reader.text("log-level", &problems) ?? "info"
    }

    /// The spool these settings name.
    func openSpool() throws -> Spool {
        do { return try Spool(directory: data, minimumFreeBytes: minimumFreeBytes) } catch {
            guard case .store(.system(let reason, operation: _, let path)) = error else { throw error }
            throw Refusal(
                "the data directory \(data) cannot be used (\(path): \(reason)); name the right one with --data or "
                    + "SOHOA_DATA, or run this as the account that it belongs to, or as root")
        }
    }

    /// The station's identity and key.
    ///
    /// - Throws: `SpoolError.notEnrolled`.
    func credentials() throws -> Credentials {
        guard let credentials = try Credentials(in: data) else { throw SpoolError.notEnrolled }
        return credentials
    }
}

/// The flags that every command takes.
struct CommonOptions: ParsableArguments {
    @Option(help: "The directory of queue, pages and key.")
    var data: String?

    @Option(help: "The configuration file (JSON).")
    var config: String?

    /// The settings, with `flags` of the command itself before everything else. From here on an administrator's command
    /// works as the account that the data belongs to.
    func settings(_ flags: [String: String?] = [:]) async throws -> Settings {
        var given = flags.compactMapValues { $0 }
        given["data"] = data
        let settings = try Settings(flags: given, file: config)
        try Ownership.assume(of: settings.data)
        return settings
    }

    /// What can be read of the settings, for who looks what is wrong with them.
    ///
    /// - Returns: the settings, and what cannot be used of them.
    func readableSettings(_ flags: [String: String?]) throws -> (settings: Settings, problems: [any Error]) {
        var given = flags.compactMapValues { $0 }
        given["data"] = data
        var problems: [any Error] = []
        let settings = Settings(flags: given, file: config, problems: &problems)
        try Ownership.assume(of: settings.data)
        return (settings, problems)
    }
}
