import ArgumentParser
import Dossiers
import Progress
import Registry

/// `site show`: what is known of an office over time.
struct SiteShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what is known of an office, from when on.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The office's identity, such as st-941.")
    var site: SiteID

    func run() async throws {
        let records = try await directory.open().registry.siteRecords()
        guard let facts = records.facts[site] else { throw ReportRefusal.unknownSite(site) }
        if output.json { return try printJSON(Answer(id: site, facts: facts, closedOn: records.closings[site])) }
        printLine(SiteListing.text(of: facts))
        if let day = records.closings[site] { printLine("Closed from \(day) on.") }
    }

    private struct Answer: Encodable {
        let id: SiteID
        let facts: [Site]
        let closedOn: CalendarDay?
    }
}
