import ArgumentParser
import Dossiers
import Exports
import FoundationEssentials
import Progress
import Registry

/// `report freeze`
struct ReportFreeze: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "freeze", abstract: "Freeze the report of a period, with every office, and sign it.",
        discussion: "It cannot be changed or deleted afterwards; it is recorded in the audit trail.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var actor: ActorOptions

    @Option(help: "The period: 2021, 2021-H1, 2021-Q2, 2021-06, 2021-Q2@15, or two days with a slash.")
    var period: Period

    @Option(help: "Count nothing dated after this day, such as 2021-06-30. (default: today)")
    var asOf: CalendarDay?

    @Option(help: "Only this indicator, R1 to R6. May be repeated.")
    var indicator: [Indicator] = []

    @Option(help: "Digits of percentages after the comma, 0 to 3.")
    var decimals = 2

    func validate() throws {
        if !(0...3).contains(decimals) { throw ValidationError("--decimals must be 0 to 3.") }
    }

    func run() async throws {
        let data = try await directory.open()
        let now = Date()
        let snapshot = try data.registry.freezeReport(
            period: period, asOf: asOf ?? CalendarDay(now), indicators: indicator, decimals: decimals,
            collector: data.identity.id, program: SohoaCollector.version, key: data.key, by: actor.actor, at: now
        ).get()
        if output.json { return try printJSON(ReportList.Entry(snapshot)) }
        printLine(
            "Report \(snapshot.number): \(snapshot.period) as of \(snapshot.day), \(snapshot.digest). Export it with "
                + "'sohoa-collector report export \(snapshot.number)'.")
    }
}
