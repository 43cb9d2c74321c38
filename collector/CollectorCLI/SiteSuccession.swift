import ArgumentParser
import Dossiers
import Foundation
import Progress
import Registry

/// `site succession`: which office follows which.
struct SiteSuccession: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "succession", abstract: "Import, list and take back which office follows which.",
        subcommands: [SuccessionImport.self, SuccessionList.self, SuccessionRemove.self])
}

/// `site succession import`: reads successions from a file.
struct SuccessionImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Import successions from a CSV file.",
        discussion: """
            Columns: predecessor, successor, kind (merge, split, rename, part), day, decree. Everything is checked \
            before anything is written: rings, gaps, offices that are not there, kinds that contradict each other. The \
            same file may be imported again.
            """)

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var source: ImportOptions
    @OptionGroup var account: ActorOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "Close predecessors that are over and still open, from that day on.")
    var close = false

    @Flag(help: "Overwrite what is known of the same offices.")
    var correct = false

    func run() async throws {
        let registry = try await directory.open().registry
        let table = try SuccessionTable(try source.read(), file: source.name)
        try SuccessionAnswer.make(
            table, in: registry, closing: close, correcting: correct, source: source.name, account, output)
    }
}

/// `site succession list`: the successions that are known.
struct SuccessionList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the successions.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "Answer in CSV, as 'site succession import' reads it.")
    var csv = false

    func validate() throws {
        if output.json, csv { throw ValidationError("--json and --csv exclude each other.") }
    }

    func run() async throws {
        let records = try await directory.open().registry.siteRecords()
        if output.json { return try printJSON(records.successions) }
        if csv { return print(SuccessionTable.export(records.successions), terminator: "") }
        if records.successions.isEmpty { return printLine("No successions.") }
        printLine(SuccessionListing.text(of: records.successions, in: records))
    }
}

/// `site succession remove`: takes back one that never was.
struct SuccessionRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Take back a succession that never was; the audit trail keeps it.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var account: ActorOptions

    @Option(help: "The predecessor.")
    var from: SiteID

    @Option(help: "The successor.")
    var to: SiteID

    @Option(help: "Why.")
    var reason: String

    func run() async throws {
        let registry = try await directory.open().registry
        let removed = try registry.removeSuccessions(
            from: from, to: to, reason: reason, by: account.actor, at: Date())
        guard !removed.isEmpty else { throw SuccessionNotKnown(from: from, to: to) }
        printLine("\(to) no longer follows \(from).")
    }
}

/// That two offices do not follow each other.
struct SuccessionNotKnown: CannotRun {
    let from: SiteID
    let to: SiteID

    var description: String { "\(to) does not follow \(from); 'sohoa-collector site succession list' shows all" }
}
