import ArgumentParser
import Dossiers
import Foundation
import Progress
import Registry

/// `site list`: the offices of a day.
struct SiteList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the offices as they stand on a day.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "The day, such as 2021-07-01. (default: today)")
    var on: CalendarDay?

    @Option(help: "Only this level: province, district or commune.")
    var level: Level?

    func run() async throws {
        let registry = try await directory.open().registry
        let sites = try registry.sites(on: on ?? CalendarDay(Date())).filter { level == nil || $0.level == level }
        if output.json { return try printJSON(sites) }
        if sites.isEmpty { return printLine("No offices. Import them with 'sohoa-collector site import FILE'.") }
        printLine(SiteListing.text(of: sites))
    }
}

extension CalendarDay: ExpressibleByArgument {
    /// `yyyy-MM-dd`.
    public init?(argument: String) { self.init(argument) }
}

extension Level: ExpressibleByArgument {}
