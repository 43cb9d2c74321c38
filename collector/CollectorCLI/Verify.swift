import ArgumentParser
import ContentStore
import Exchange
import FoundationEssentials
import Intake
import Registry

/// `verify`: checks everything that is stored.
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check every page, manifest, receipt, chain and frozen report.",
        discussion: """
            Reads everything, beside a running server too. Ends with status 1 when something is damaged or missing. \
            Without --quarantine it changes nothing.
            """)

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var actor: ActorOptions

    @Flag(help: "Take damaged pages out of the store, into its folder 'quarantine'; stations are then asked again.")
    var quarantine = false

    func run() async throws {
        let data = try await directory.open()
        var findings: [Finding] = []
        let summary = try Verification.run(
            registry: data.registry, store: data.store, key: data.key.verificationKey, quarantine: quarantine,
            by: actor.actor, at: Date()
        ) { finding in
            if output.json {
                findings.append(finding)
            } else {
                printLine(
                    "\(finding.kind.isDamage ? "DAMAGE" : "note  ")  \(finding.kind.rawValue)  \(finding.subject): \(finding.detail)"
                )
            }
        }
        if output.json {
            try printJSON(Answer(summary: summary, findings: findings))
        } else {
            printLine(
                "Looked at \(summary.contents) pages (\(summary.bytes) bytes), \(summary.manifests) manifests, "
                    + "\(summary.receipts) receipts, \(summary.stations) stations, \(summary.snapshots) frozen reports."
            )
            printLine(summary.damages == 0 ? "Everything is whole." : "Damage: \(summary.damages).")
        }
        if summary.damages > 0 { throw ExitCode(1) }
    }

    private struct Answer: Encodable {
        let summary: VerificationSummary
        let findings: [Finding]
    }
}
