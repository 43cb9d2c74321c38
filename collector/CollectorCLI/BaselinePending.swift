import ArgumentParser
import Progress
import Registry

/// `baseline pending`: what waits for the approval of a second person.
struct BaselinePending: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pending",
        abstract: "Show the imported figures that wait for approval, and what they would change.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let ground = try await directory.open().registry.baselineGround()
        if output.json { return try printJSON(ground.pending.map(BaselineBatchAnswer.init)) }
        if ground.pending.isEmpty { return printLine("Nothing waits for approval.") }
        for batch in ground.pending {
            printLine(
                "Batch \(batch.id): \(batch.file), imported by \(batch.importedBy) on \(Moment.text(batch.importedAt))")
            printLine(BaselinePreview(of: batch, on: ground).text)
        }
    }
}
