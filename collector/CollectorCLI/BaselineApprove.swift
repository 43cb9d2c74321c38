import ArgumentParser
import Foundation
import Progress
import Registry

/// `baseline approve`: makes imported figures count.
struct BaselineApprove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Approve imported figures, so that they count.",
        discussion: "Another person than the one who imported them must do it; --by says who that is.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var account: ActorOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The number of the batch, as 'baseline pending' shows it.")
    var batch: Int64

    func run() async throws {
        let registry = try await directory.open().registry
        let approved = try registry.approveBaselines(batch, by: account.actor, at: Date()).get()
        if output.json { return try printJSON(BaselineBatchAnswer(approved)) }
        printLine("Batch \(batch) is approved: \(approved.entries.count) figures count from now on.")
    }
}

/// `baseline reject`: makes imported figures never count.
struct BaselineReject: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject", abstract: "Reject imported figures: they stay in the history and never count.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var account: ActorOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The number of the batch, as 'baseline pending' shows it.")
    var batch: Int64

    @Option(help: "Why, for whoever imported them.")
    var reason: String

    func run() async throws {
        let registry = try await directory.open().registry
        let rejected = try registry.rejectBaselines(batch, reason: reason, by: account.actor, at: Date()).get()
        if output.json { return try printJSON(BaselineBatchAnswer(rejected)) }
        printLine("Batch \(batch) is rejected: \(rejected.entries.count) figures do not count.")
    }
}
