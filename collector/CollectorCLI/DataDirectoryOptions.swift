import ArgumentParser
import Configuration
import Supervision
import SystemPackage

/// The options that say where the data directory is; every command has them.
struct DataDirectoryOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The data directory. (SOHOA_DATA; default: /var/lib/sohoa-collector)", valueName: "dir"))
    var data: String?

    @Option(
        help: ArgumentHelp("The configuration file. (SOHOA_CONFIG; default: \(Setting.defaultFile))", valueName: "file")
    )
    var config: String?

    /// The settings, with `flags` given on the command line beside the data directory. From here on an administrator's
    /// command works as the account that the data belongs to.
    func settings(flags: [Setting: ConfigValue] = [:]) async throws -> Settings {
        var flags = flags
        if let data { flags[.data] = ConfigValue(stringLiteral: data) }
        let settings = try await Settings.load(file: config, flags: flags)
        try Ownership.assume(of: FilePath(try settings.text(.data)))
        return settings
    }

    /// The path of the data directory.
    func path() async throws -> FilePath { FilePath(try await settings().text(.data)) }

    /// Opens the data directory. May be done beside a running server.
    func open() async throws -> DataDirectory { try DataDirectory.open(try await path()) }
}
