import ArgumentParser
import Dossiers
import Progress
import Registry

/// `target list`: the targets that are known.
struct TargetList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the targets.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Only this year.")
    var year: Int?

    @Option(help: "Only this indicator: R1 to R6.")
    var indicator: Indicator?

    func run() async throws {
        let targets = try await directory.open().registry.targets().filter {
            (year == nil || $0.year == year) && (indicator == nil || $0.indicator == indicator)
        }
        if output.json { return try printJSON(targets) }
        if targets.isEmpty {
            return printLine("No targets. Import them with 'sohoa-collector target import FILE'.")
        }
        printLine(TargetListing.text(of: targets))
    }
}
