import ArgumentParser
import Foundation
import Progress
import Registry

/// `procedure import`: puts the catalogue in a file in the place of the one that is known.
struct ProcedureImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Replace the catalogue of procedures by that in a CSV file.",
        discussion: """
            Columns: procedure, name, paper, paperName, role (component, arising or result), compulsory (1 or 0); a row \
            for each paper. The file is the whole catalogue: procedures that are not in it are removed. Everything is \
            checked before anything is written; stations get the new catalogue the next time they ask.
            """)

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var source: ImportOptions
    @OptionGroup var account: ActorOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let data = try await directory.open()
        let table = try ProcedureTable(try source.read(), file: source.name)
        let changes = try data.registry.replaceCatalogue(
            with: table.entries, by: account.actor, from: source.name, at: Date()
        ).get()
        let answer = Answer(
            added: changes.added.count, changed: changes.changed.count, removed: changes.removed.count,
            unchanged: changes.unchanged)
        if output.json { return try printJSON(answer) }
        printLine(
            "\(answer.added) procedures added, \(answer.changed) changed, \(answer.removed) removed, "
                + "\(answer.unchanged) there already.")
    }

    private struct Answer: Encodable {
        let added: Int
        let changed: Int
        let removed: Int
        let unchanged: Int
    }
}
