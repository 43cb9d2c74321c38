import ArgumentParser
import Dossiers
import Progress
import Registry

/// `site export`: the offices as a file that `site import` reads back.
struct SiteExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the offices as CSV, as 'site import' reads it.",
        discussion: """
            Without --on: every fact of every office, from which a new index can be made. With --on: the facts that hold \
            on that day. Successions are a file of their own, see 'site succession list --csv'.
            """)

    @OptionGroup var directory: DataDirectoryOptions

    @Option(help: "Only the facts that hold on this day, such as 2025-07-01.")
    var on: CalendarDay?

    func run() async throws {
        print(SiteTable.export(try await directory.open().registry.siteRecords(), on: on), terminator: "")
    }
}
