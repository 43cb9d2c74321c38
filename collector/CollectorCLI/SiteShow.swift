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
        if output.json { return try printJSON(Answer(site, facts, records)) }
        printLine(SiteListing.text(of: facts))
        if let day = records.closings[site] { printLine("Closed from \(day) on.") }
        let successions = records.successions(of: site)
        if !successions.isEmpty { printLine(SuccessionListing.text(of: successions, in: records)) }
    }

    private struct Answer: Encodable {
        let id: SiteID
        let facts: [Site]
        let closedOn: CalendarDay?
        let successions: [Succession]

        init(_ id: SiteID, _ facts: [Site], _ records: SiteRecords) {
            (self.id, self.facts) = (id, facts)
            closedOn = records.closings[id]
            successions = records.successions(of: id)
        }
    }
}
