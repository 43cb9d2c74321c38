import ArgumentParser
import Dossiers
import Foundation
import Progress
import Registry

/// `progress`: how far the province is from its targets.
struct ProgressCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "progress", abstract: "Show how far the levels and offices are from their targets.",
        discussion: """
            Without --level or --site: the levels and the province. Periods: 2021, 2021-H1, 2021-Q3, 2021-06; with @15 \
            the reporting window from the 15th to the 14th (2021-Q3@15); or two days with a slash.
            """)

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "The period, such as 2021, 2021-H1, 2021-Q3, 2021-06 or 2021-Q3@15. (default: this year)")
    var period: Period?

    @Option(help: "Show the offices of this level one by one: province, district or commune. May be repeated.")
    var level: [Level] = []

    @Option(help: "Show this office, such as st-941. May be repeated.")
    var site: [SiteID] = []

    @Option(help: "Only this indicator, R1 to R6. May be repeated.")
    var indicator: [Indicator] = []

    @Option(help: "Count nothing dated after this day, such as 2021-06-30, and measure pace on it. (default: today)")
    var asOf: CalendarDay?

    @Option(help: "Digits of percentages after the comma, 0 to 3.")
    var decimals = 2

    @Flag(help: "Answer in CSV for spreadsheets.")
    var csv = false

    func validate() throws {
        if output.json, csv { throw ValidationError("--json and --csv exclude each other.") }
        if !level.isEmpty, !site.isEmpty { throw ValidationError("--level and --site exclude each other.") }
        if !(0...3).contains(decimals) { throw ValidationError("--decimals must be 0 to 3.") }
    }

    func run() async throws {
        let registry = try await directory.open().registry
        let day = asOf ?? CalendarDay(Date())
        let request = try ReportRequest(
            period: period ?? Period(year: day.year), asOf: day, indicators: indicator, levels: level, sites: site)
        let report = try ProgressReport.make(request, from: registry).get()
        if output.json { return try printJSON(ReportDocument(report)) }
        if csv {
            print(report.csv(decimals: decimals), terminator: "")
        } else {
            printLine(report.text(decimals: decimals))
        }
    }
}

extension ReportRefusal: CannotRun {}
