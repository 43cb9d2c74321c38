import ArgumentParser
import Dossiers
import Foundation
import Progress
import Registry

/// `site succeed`: makes known that offices follow others.
struct SiteSucceed: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "succeed", abstract: "Make known that an office follows others from a day on.",
        discussion: """
            merge: the predecessors are over, and all of them is in the one successor. rename: the same office under \
            another identity. split: the predecessor is over, and several follow. part: the predecessor goes on, and a \
            part of it went over. Histories stay where they are; of merge and rename the successor shows the sum.

            The successor must be known from that day on ('site import'), and a predecessor that is over closed on it.
            """)

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var account: ActorOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "The predecessor. May be repeated.")
    var from: [SiteID]

    @Option(help: "The successor. May be repeated for a split.")
    var to: [SiteID]

    @Option(help: "merge, split, rename or part.")
    var kind: Succession.Kind

    @Option(help: "The first day of the successor in the predecessor's place, such as 2025-07-01.")
    var on: CalendarDay

    @Option(help: "The decree that says so.")
    var decree: String

    @Flag(help: "Close predecessors that are over and still open, from that day on.")
    var close = false

    @Flag(help: "Overwrite what is known of the same offices.")
    var correct = false

    func run() async throws {
        let registry = try await directory.open().registry
        let table = try SuccessionTable(from: from, to: to, kind: kind, on: on, decree: decree)
        try SuccessionAnswer.make(
            table, in: registry, closing: close, correcting: correct, source: "site succeed", account, output)
    }
}

/// What was made known of successions.
struct SuccessionAnswer: Encodable {
    let added: Int
    let corrected: Int
    let closed: Int
    let unchanged: Int

    /// Makes what `table` says known, and answers.
    static func make(
        _ table: SuccessionTable, in registry: Registry, closing: Bool, correcting: Bool, source: String,
        _ account: ActorOptions, _ output: OutputOptions
    ) throws {
        let changes = try registry.changeSuccessions(by: account.actor, from: source, at: Date()) {
            records throws(ImportFailure) in try table.plan(for: records, closing: closing, correcting: correcting)
        }.get()
        let answer = SuccessionAnswer(
            added: changes.added.count, corrected: changes.corrected.count, closed: changes.closings.count,
            unchanged: changes.unchanged)
        if output.json { return try printJSON(answer) }
        printLine(
            "\(answer.added) added, \(answer.corrected) corrected, \(answer.closed) offices closed, "
                + "\(answer.unchanged) there already.")
    }
}

extension Succession.Kind: ExpressibleByArgument {}
