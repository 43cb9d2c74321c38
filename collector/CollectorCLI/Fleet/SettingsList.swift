import ArgumentParser
import Dossiers
import Exchange
import Registry

/// `settings list`
struct SettingsList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List what is set, for which offices.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let records = try await directory.open().registry.settingsRecords()
        if output.json { return try printJSON(records.map { SettingsSummary($0) }) }
        var table = TextTable(["NUMBER", "FOR", "SET", "BY", "BANDWIDTH", "PROFILE", "OFFICERS"])
        for record in records {
            table.add([
                "\(record.number)", record.scope?.rawValue ?? "province", Moment.text(record.setAt), record.setBy,
                record.settings.bandwidth ?? "-", record.settings.profile ?? "-",
                record.settings.officers.map { "\($0.count)" } ?? "-",
            ])
        }
        table.print()
    }
}
