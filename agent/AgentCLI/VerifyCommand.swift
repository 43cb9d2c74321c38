import ArgumentParser
import Dossiers
import Spool

/// Checks everything the spool holds.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Re-hash every page on this PC and verify every manifest, its chain and its receipt.",
        discussion: "Changes nothing. Exit status 1 when anything is wrong.")

    @OptionGroup var common: CommonOptions

    @Flag(help: "Print JSON.")
    var json = false

    private struct Report: Encodable {
        struct Finding: Encodable {
            var kind: SpoolFinding.Kind
            var digest: ContentDigest
            var dossier: DossierCode?
        }

        var isClean: Bool
        var findings: [Finding]
    }

    func run() async throws {
        try await reporting {
            let settings = try await common.settings()
            let findings = try await settings.openSpool().verify(with: Credentials(in: settings.data))
            if json {
                try printJSON(
                    Report(
                        isClean: findings.isEmpty,
                        findings: findings.map { .init(kind: $0.kind, digest: $0.digest, dossier: $0.code) }))
            } else {
                for finding in findings {
                    printLine("\(finding.kind.rawValue)  \(finding.digest)  \(finding.code?.rawValue ?? "-")")
                }
                printLine(findings.isEmpty ? "Spool verified: nothing wrong." : "\(findings.count) findings.")
            }
            if !findings.isEmpty { throw ExitCode(1) }
        }
    }
}
