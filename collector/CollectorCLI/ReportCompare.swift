import ArgumentParser
import Dossiers
import Exchange
import Exports

/// `report compare`
struct ReportCompare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "List what a frozen report would say otherwise if it were made now.",
        discussion: "The same period and day, with what has arrived, was corrected or was imported since.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The number of the report, as 'report list' has it.")
    var report: Int

    func run() async throws {
        let data = try await directory.open()
        let (published, _) = try data.registry.frozenReport(report, key: data.key.verificationKey)
        let comparison = try ReportComparison.make(published, from: data.registry)
        if output.json { return try printJSON(comparison) }
        if comparison.adjustments.isEmpty { return printLine("Nothing has changed since report \(report) was frozen.") }
        var table = TextTable(["INDICATOR", "WHOSE", "FROZEN", "NOW"])
        for adjustment in comparison.adjustments {
            table.add([
                adjustment.indicator.rawValue, adjustment.name, Self.text(adjustment.old), Self.text(adjustment.new),
            ])
        }
        table.print()
    }

    private static func text(_ rate: Rate?) -> String {
        guard let rate else { return "–" }
        return "\(rate.numerator.vietnamese)/\(rate.denominator?.vietnamese ?? "?")"
    }
}
