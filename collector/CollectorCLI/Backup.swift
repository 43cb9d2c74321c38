import ArgumentParser
import Dossiers
import Exchange
import SystemPackage

/// `backup`: copies everything, while the server runs.
struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy everything into another directory, while the server runs.",
        discussion: """
            The directory becomes a data directory like the original: identity, private key, index, and every page that \
            the index knows. To restore, copy it to its place, or point --data at it. Keep it as safe as the original. \
            Check it with 'verify --data'.

            Given an earlier backup of the same collector it is brought up to date; only new pages are copied. On the \
            same file system pages are linked, which costs no space and does not protect from the loss of that disk; \
            --copy copies them.
            """)

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "Where to: a directory that is new, empty, or an earlier backup.")
    var target: String

    @Flag(help: "Copy pages also where they could be linked.")
    var copy = false

    func run() async throws {
        let data = try await directory.open()
        let summary = try BackupRun(source: data, target: FilePath(target), mayLink: !copy).run()
        if output.json {
            try printJSON(summary)
        } else {
            printLine(
                "\(target) holds the collector as of now: \(summary.pages) pages; new: \(summary.linked) linked, "
                    + "\(summary.copied) copied (\(summary.copiedBytes) bytes).")
        }
        guard summary.damaged.isEmpty else { throw DamagedPages(pages: summary.damaged) }
    }

    /// Some pages could not be saved.
    private struct DamagedPages: Error, CustomStringConvertible {
        let pages: [ContentDigest]

        var description: String {
            "\(pages.count) pages are damaged in the store and are not in the backup, such as \(pages[0]); run "
                + "'sohoa-collector verify'"
        }
    }
}
