import ArgumentParser
import Glibc

/// The station's program: scans, keeps and delivers.
@main
struct SohoaAgent: AsyncParsableCommand {
    /// The version packages and the collector see.
    static let version = "0.1.0"

    /// A peer that has gone shows as a failed write, never as the end of the program.
    static func main() async {
        // What it makes is about people: nobody else on this PC reads it, whatever the directory allows.
        umask(0o077)
        signal(SIGPIPE, SIG_IGN)
        // Before the first thread is made: a sandbox holds for the thread that enters it.
        if CommandLine.arguments.dropFirst().first == ImportWorkerCommand.configuration.commandName {
            ImportWorkerCommand.main(Array(CommandLine.arguments.dropFirst(2)))
            return
        }
        await main(nil)
    }

    static let configuration = CommandConfiguration(
        commandName: "sohoa-agent",
        abstract: "Scan dossiers, keep them safe on this PC, and deliver them to the province.",
        discussion: """
            Settings come from flags, then from the environment, then from the file given with --config (JSON; \
            /etc/sohoa/agent.json unless told otherwise), then from the defaults:

            \(Settings.table)

            Exit status: 0 done; 1 something failed or was found wrong; 2 cannot be done as asked, with the reason \
            and what to do; 3 the scanner stopped, what was scanned is saved, scan again to go on; 64 wrong usage; \
            74 the disk does not keep what it is given.
            """,
        version: version,
        subcommands: [
            EnrollCommand.self, ScannersCommand.self, ScanCommand.self, ImportCommand.self, SealCommand.self,
            DiscardCommand.self, QueueCommand.self, OfficerCommand.self, StatusCommand.self, DoctorCommand.self,
            RunCommand.self,
            VerifyCommand.self, ScanWorkerCommand.self, ImportWorkerCommand.self,
        ])
}
