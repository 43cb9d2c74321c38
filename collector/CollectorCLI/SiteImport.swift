import ArgumentParser
import Foundation
import Progress
import Registry

/// `site import`: reads offices from a file.
struct SiteImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Import offices from a CSV file.",
        discussion: """
            Columns: site_id, name, level (province, district, commune), parent_id, gso_code, valid_from (2021-01-31), \
            and where wanted org_code, exempt (1 or 0) and closed_on. Everything is checked before anything is written; the same \
            file may be imported again. A change is a further row with a later valid_from.
            """)

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var source: ImportOptions
    @OptionGroup var account: ActorOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "Overwrite what is known for the same office and day with what the file says.")
    var correct = false

    func run() async throws {
        let data = try await directory.open()
        let table = try SiteTable(try source.read(), file: source.name)
        let changes = try data.registry.changeSites(by: account.actor, from: source.name, at: Date()) {
            records throws(ImportFailure) in try table.plan(for: records, correcting: correct)
        }.get()
        let answer = Answer(
            added: changes.added.count, corrected: changes.corrected.count, closed: changes.closings.count,
            unchanged: changes.unchanged)
        if output.json { return try printJSON(answer) }
        printLine(
            "\(answer.added) added, \(answer.corrected) corrected, \(answer.closed) closed, "
                + "\(answer.unchanged) there already.")
    }

    private struct Answer: Encodable {
        let added: Int
        let corrected: Int
        let closed: Int
        let unchanged: Int
    }
}
