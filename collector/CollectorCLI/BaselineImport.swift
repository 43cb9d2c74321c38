import ArgumentParser
import Dossiers
import Foundation
import Progress
import Registry

/// `baseline import`: reads denominators from a file.
struct BaselineImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Import denominators from a CSV file.",
        discussion: """
            Columns: indicator (R1, R2, R3, R6), scope, period (2021, 2021-Q1, 2021-06, 2021-Q1@15, or two days with a \
            slash), denominator, source, and where a figure was reported before the system, numerator. The scope is an \
            office (st-941), a level (level:commune) or, for R3, another authority behind its level \
            (province:000.00.03.H51).

            Or a plan's figures of one period: level, received, digitised, offices, offices_digitising; then --period \
            says which. Everything is checked before anything is written; the same file may be imported again.
            """)

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var source: ImportOptions
    @OptionGroup var account: ActorOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "The period of a plan's figures, such as 2020.")
    var period: Period?

    @Option(name: .customLong("source"), help: "Where a plan's figures come from. (default: the file's name)")
    var origin: String?

    @Flag(help: "Replace figures that are known otherwise; the audit trail keeps the former ones.")
    var replace = false

    func run() async throws {
        let data = try await directory.open()
        let table = try BaselineTable(try source.read(), file: source.name, period: period, source: origin)
        let changes = try data.registry.changeBaselines(by: account.actor, from: source.name, at: Date()) {
            sites, known throws(ImportFailure) in try table.plan(sites: sites, known: known, replacing: replace)
        }.get()
        let answer = ImportAnswer(
            added: changes.added.count, replaced: changes.replaced.count, unchanged: changes.unchanged)
        if output.json { return try printJSON(answer) }
        printLine(answer.text)
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
