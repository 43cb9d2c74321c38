import ArgumentParser
import Glibc
import Registry

/// `sohoa-collector`: the province's side.
@main
struct SohoaCollector: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "sohoa-collector",
        abstract: "Receives, keeps, indexes and counts what the stations of a province scan.",
        discussion: """
            Exit status: 0 all is well; 1 it failed, or a check found something; 2 it cannot run as asked (no data \
            directory, a port in use, an unreadable key); 64 the command line is wrong; 74 the disk does not keep what \
            it is given.

            \(Setting.table)
            """,
        version: version,
        subcommands: [
            Init.self, Serve.self, Key.self, SiteCommand.self, TokenCommand.self, StationCommand.self,
            BaselineCommand.self, TargetCommand.self, DueCommand.self, ProcedureCommand.self, ProgressCommand.self,
            ReportCommand.self, DossierCommand.self, PageCommand.self, AccountCommand.self, AuditCommand.self,
            SystemCommand.self, WebhookCommand.self, SettingsCommand.self, Verify.self, Recount.self, Backup.self,
        ])

    /// Runs the command that the arguments name. Errors about what was asked end with status 2.
    static func main() async {
        // What it makes is about people: nobody else on this machine reads it, whatever the directory allows.
        umask(0o077)
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            guard meansCannotRun(error) else { exit(withError: error) }
            printError("Error: \(error)")
            Glibc.exit(2)
        }
    }

    private static func meansCannotRun(_ error: any Error) -> Bool {
        switch error {
        case is any CannotRun: true
        case let error as RegistryError:
            switch error {
            case .newerVersion, .cannotOpen, .unknownSite, .siteClosed, .unknownStation, .unknownToken, .unknownAccount,
                .usernameTaken, .scopeMissing, .lastAdministrator, .unknownSystem, .systemNameTaken, .unknownWebhook,
                .webhookNameTaken:
                true
            default: false
            }
        default: false
        }
    }
}

/// An error that is about how the command was asked or set up, not about what it found: exit status 2.
protocol CannotRun: Error, CustomStringConvertible {}
