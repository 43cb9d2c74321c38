import ArgumentParser
import Exchange
import FoundationEssentials
import Registry

/// `recount`: derives the figures afresh.
struct Recount: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recount", abstract: "Derive all figures afresh from the manifests, and compare.",
        discussion: """
            Ends with status 1 when the index says anything else than the manifests; with --repair the index is then put \
            right, and the status is 0.
            """)

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var actor: ActorOptions

    @Flag(help: "Put the index right. A running server waits meanwhile.")
    var repair = false

    func run() async throws {
        let registry = try await directory.open().registry
        var differences: [RecountDifference] = []
        let summary = try registry.recount(repair: repair, by: actor.actor, at: Date()) { difference in
            if output.json {
                differences.append(difference)
            } else {
                printLine(
                    "\(difference.kind.rawValue)  \(difference.subject): the index has "
                        + "\(difference.stored ?? "nothing"), the manifests say \(difference.derived ?? "nothing")")
            }
        }
        if output.json {
            try printJSON(Answer(summary: summary, differences: differences))
        } else {
            printLine(
                "Read \(summary.manifests) manifests; differences: \(summary.differences)"
                    + (summary.isRepaired && summary.differences > 0 ? ", put right." : "."))
        }
        if summary.differences > 0, !summary.isRepaired { throw ExitCode(1) }
    }

    private struct Answer: Encodable {
        let summary: RecountSummary
        let differences: [RecountDifference]
    }
}
