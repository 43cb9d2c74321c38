import ArgumentParser
import Dossiers
import Exchange
import FoundationEssentials
import Registry

/// `settings show`
struct SettingsShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what holds for the stations of an office, and where it was set.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "The office.")
    var site: SiteID

    private struct Shown: Encodable {
        let site: SiteID
        let number: Int?
        let settings: StationSettings
        let sources: [SettingsSummary]
    }

    func run() async throws {
        let registry = try await directory.open().registry
        guard try registry.siteRecords().facts[site] != nil else { throw RegistryError.unknownSite(site) }
        let found = try registry.effectiveSettings(of: site, on: CalendarDay(Date()))
        if output.json {
            return try printJSON(
                Shown(
                    site: site, number: found?.number, settings: found?.settings ?? StationSettings(),
                    sources: (found?.sources ?? []).map { SettingsSummary($0) }))
        }
        guard let found, !found.settings.isEmpty else { return printLine("Nothing is set for \(site).") }
        func line(_ name: String, _ value: String?, _ isHere: (StationSettings) -> Bool) {
            guard let value, let source = found.sources.first(where: { isHere($0.settings) }) else { return }
            printLine("\(name)  \(value)  (set for \(source.scope?.rawValue ?? "the province"), \(source.number))")
        }
        printLine("Number     \(found.number)")
        line("Bandwidth", found.settings.bandwidth) { $0.bandwidth != nil }
        line("Profile  ", found.settings.profile) { $0.profile != nil }
        let officers = found.settings.officers?.map { $0.isActive ? $0.name : "\($0.name) (off)" }
        line("Officers ", officers?.joined(separator: ", ")) { $0.officers != nil }
    }
}

/// Settings of one scope in the shape of JSON.
struct SettingsSummary: Encodable {
    let number: Int
    /// Nil for the province.
    let scope: SiteID?
    let setAt: Date
    let setBy: String
    let settings: StationSettings

    init(_ record: SettingsRecord) {
        number = record.number
        scope = record.scope
        setAt = record.setAt
        setBy = record.setBy
        settings = record.settings
    }
}
