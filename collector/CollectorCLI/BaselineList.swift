import ArgumentParser
import Dossiers
import Progress
import Registry

/// `baseline list`: the denominators that are known.
struct BaselineList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the denominators and reported figures that count.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Only this indicator: R1, R2, R3 or R6.")
    var indicator: Indicator?

    func run() async throws {
        let registry = try await directory.open().registry
        let baselines = try registry.baselines().filter { indicator == nil || $0.indicator == indicator }
        if output.json { return try printJSON(baselines.map(BaselineAnswer.init)) }
        if baselines.isEmpty {
            return printLine("No baselines. Import them with 'sohoa-collector baseline import FILE'.")
        }
        printLine(BaselineListing.text(of: baselines))
    }
}

extension Indicator: ExpressibleByArgument {}
