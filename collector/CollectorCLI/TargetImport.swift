import ArgumentParser
import Foundation
import Progress
import Registry

/// `target import`: reads targets from a file.
struct TargetImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Import targets from a CSV file.",
        discussion: """
            Columns: indicator (R1 to R6), level, year, permille (0 to 1000), basis, and where the plan can be read in \
            two ways, reading: default for the row to measure against, other for one that is told beside it. Everything is checked before \
            anything is written; the same file may be imported again.
            """)

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var source: ImportOptions
    @OptionGroup var account: ActorOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "Replace targets that are known otherwise; the audit trail keeps the former ones.")
    var replace = false

    func run() async throws {
        let data = try await directory.open()
        let table = try TargetTable(try source.read(), file: source.name)
        let changes = try data.registry.changeTargets(by: account.actor, from: source.name, at: Date()) {
            known throws(ImportFailure) in try table.plan(known: known, replacing: replace)
        }.get()
        let answer = ImportAnswer(
            added: changes.added.count, replaced: changes.replaced.count, unchanged: changes.unchanged)
        if output.json { return try printJSON(answer) }
        printLine(answer.text)
    }
}
