import ArgumentParser
import Dossiers
import Progress
import Registry

/// `baseline list`: the denominators that are known.
struct BaselineList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the denominators and reported figures that are known.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Only this indicator: R1, R2, R3 or R6.")
    var indicator: Indicator?

    func run() async throws {
        let registry = try await directory.open().registry
        let baselines = try registry.baselines().filter { indicator == nil || $0.indicator == indicator }
        if output.json { return try printJSON(baselines.map(Answer.init)) }
        if baselines.isEmpty {
            return printLine("No baselines. Import them with 'sohoa-collector baseline import FILE'.")
        }
        printLine(BaselineListing.text(of: baselines))
    }

    private struct Answer: Encodable {
        let indicator: Indicator
        let scope: String
        let period: String
        let denominator: Int
        let numerator: Int?
        let source: String

        init(_ baseline: Baseline) {
            indicator = baseline.indicator
            scope = baseline.scope.description
            period = baseline.period.description
            denominator = baseline.denominator
            numerator = baseline.reportedNumerator
            source = baseline.source
        }
    }
}

extension Indicator: ExpressibleByArgument {}
