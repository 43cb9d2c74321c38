import ArgumentParser
import Dossiers
import Foundation
import Progress
import Registry

/// `baseline withdraw`: takes away a figure that should not be there at all.
struct BaselineWithdraw: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: "Take away a figure that should not be there at all.",
        discussion: """
            A wrong figure is replaced by importing the right one. What should have none makes a batch that waits; the \
            figure stands until another person has approved that. The history keeps it.
            """)

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var account: ActorOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "An office (st-941), a level (level:commune) or an authority (province:000.00.03.H51).")
    var scope: Baseline.Scope

    @Argument(help: "The indicator: R1, R2, R3, R4 or R6.")
    var indicator: Indicator

    @Argument(help: "The period of the figure, such as 2021-Q1.")
    var period: Period

    @Option(help: "Why, or the document that says so.")
    var reason: String

    func run() async throws {
        let registry = try await directory.open().registry
        let batch = try registry.withdrawBaseline(
            of: scope, in: indicator, for: period, reason: reason, by: account.actor, from: "baseline withdraw",
            at: Date()
        ).get()
        if output.json { return try printJSON(BaselineBatchAnswer(batch)) }
        printLine(
            batch.isPending
                ? "Batch \(batch.id) takes the figure away once another person approves it: 'sohoa-collector baseline "
                    + "approve \(batch.id) --by NAME'."
                : "The figure is withdrawn.")
    }
}

extension BaselineWithdrawalRefusal: CannotRun {
    /// What is in the way, and what to do.
    public var description: String {
        switch self {
        case .nothingStands: "no figure stands for just these days; 'sohoa-collector baseline list' shows all"
        case .waits: "its withdrawal waits for approval already; see 'sohoa-collector baseline pending'"
        case .noReason: "--reason must have 1 to \(TextLimit.name) characters, without line ends"
        }
    }
}
