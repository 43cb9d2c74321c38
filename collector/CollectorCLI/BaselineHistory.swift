import ArgumentParser
import Dossiers
import FoundationEssentials
import Progress
import Registry

/// `baseline history`: every figure there was for a scope.
struct BaselineHistory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show every figure that was imported for a scope, by whom, and what became of it.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "An office (st-941), a level (level:commune) or an authority (province:000.00.03.H51).")
    var scope: Baseline.Scope

    @Argument(help: "The indicator: R1, R2, R3 or R6.")
    var indicator: Indicator

    func run() async throws {
        let versions = try await directory.open().registry.baselineHistory(of: scope, in: indicator)
        if output.json { return try printJSON(versions.map(Answer.init)) }
        if versions.isEmpty { return printLine("Nothing was imported for \(indicator.rawValue) of \(scope).") }
        var table = TextTable(["Period", "Figure", "State", "Batch", "Imported", "By", "Decided by", "Source"])
        for version in versions {
            let baseline = version.baseline
            let figure = baseline.reportedNumerator.map { "\($0) of \(baseline.denominator)" }
            table.add([
                baseline.period.description, figure ?? "\(baseline.denominator)", version.state.rawValue,
                "\(version.batch)", Moment.text(version.importedAt), version.importedBy,
                version.decision?.by ?? "–", baseline.source,
            ])
        }
        table.print()
    }

    private struct Answer: Encodable {
        let figure: BaselineAnswer
        let batch: Int64
        let file: String
        let importedAt: Date
        let importedBy: String
        /// stands, replaced, pending, rejected or withdrawn.
        let state: String
        let decidedBy: String?
        let reason: String?

        init(_ version: BaselineVersion) {
            figure = BaselineAnswer(version.baseline)
            batch = version.batch
            file = version.file
            importedAt = version.importedAt
            importedBy = version.importedBy
            state = version.state.rawValue
            decidedBy = version.decision?.by
            reason = version.decision?.reason
        }
    }
}

extension Baseline.Scope: ExpressibleByArgument {
    /// As files write it.
    public init?(argument: String) { self.init(written: argument) }
}
