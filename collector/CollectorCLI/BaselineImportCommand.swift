import ArgumentParser
import Dossiers
import Foundation
import Progress
import Registry

/// `baseline import`: reads denominators from a file.
struct BaselineImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Import denominators from a CSV file, to be approved by another person.",
        discussion: """
            Columns: indicator (R1, R2, R3, R6), scope, period (2021, 2021-Q1, 2021-06, 2021-Q1@15, or two days with a \
            slash), denominator, source (the document; or --source for all rows), and where a figure was reported \
            before the system, numerator. The scope is an office (st-941), a level (level:commune) or, for R3, another \
            authority behind its level (province:000.00.03.H51).

            Or a plan's figures of one period: level, received, digitised, offices, offices_digitising; then --period \
            says which. Everything is checked before anything is written; the same file may be imported again.

            What is imported counts once another person has approved it ('baseline approve'), unless the rule asks for \
            one person only ('baseline rule'). --dry-run shows what would change, and writes nothing.
            """)

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var source: ImportOptions
    @OptionGroup var account: ActorOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "The period of a plan's figures, such as 2020.")
    var period: Period?

    @Option(
        name: .customLong("source"),
        help: "The document the figures come from, where no column says so. (default for a plan: the file's name)")
    var origin: String?

    @Flag(help: "Replace figures that are known otherwise; the history keeps the former ones.")
    var replace = false

    @Flag(help: "Show what would be added and changed, with sums by level, and write nothing.")
    var dryRun = false

    func run() async throws {
        let registry = try await directory.open().registry
        let table = try BaselineTable(try source.read(), file: source.name, period: period, source: origin)
        let ground = try registry.baselineGround()
        if dryRun {
            let preview = try table.preview(on: ground)
            if output.json { return try printJSON(BaselinePreviewAnswer(preview)) }
            printLine(preview.text)
            return printLine("Nothing was written.")
        }
        let outcome = try registry.importBaselines(by: account.actor, from: source.name, at: Date()) {
            ground throws(ImportFailure) in try table.plan(on: ground, replacing: replace)
        }.get()
        let answer = Answer(outcome, warnings: table.warnings(on: ground).map(\.warning))
        if output.json { return try printJSON(answer) }
        for warning in answer.warnings { printError(warning) }
        printLine(answer.text)
    }

    private struct Answer: Encodable {
        let added: Int
        let replaced: Int
        let unchanged: Int
        /// Absent where everything was there already.
        let batch: Int64?
        let approved: Bool
        let warnings: [String]

        init(_ outcome: BaselineImport, warnings: [String]) {
            added = outcome.changes.added.count
            replaced = outcome.changes.replaced.count
            unchanged = outcome.changes.unchanged
            batch = outcome.batch?.id
            approved = outcome.batch.map { !$0.isPending } ?? true
            self.warnings = warnings
        }

        var text: String {
            let done = ImportAnswer(added: added, replaced: replaced, unchanged: unchanged).text
            guard let batch, !approved else { return done }
            return done + " Batch \(batch) counts once another person approves it: "
                + "'sohoa-collector baseline approve \(batch) --by NAME'."
        }
    }
}

/// What an import of figures did.
struct ImportAnswer: Encodable {
    let added: Int
    let replaced: Int
    let unchanged: Int

    var text: String { "\(added) added, \(replaced) replaced, \(unchanged) there already." }
}

extension Period: ExpressibleByArgument {
    /// As reports and files write it.
    public init?(argument: String) { self.init(argument) }
}
