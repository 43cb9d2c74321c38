import ArgumentParser
import Dossiers
import FoundationEssentials
import Registry

/// `account list`
struct AccountList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List accounts.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "Also those that are disabled.")
    var all = false

    func run() async throws {
        let accounts = try await directory.open().registry.accounts().filter { all || $0.disabledAt == nil }
        if output.json { return try printJSON(accounts) }
        var table = TextTable(["ACCOUNT", "ROLE", "SCOPE", "STATE", "2ND FACTOR", "LAST SIGN-IN", "NAME"])
        for account in accounts {
            table.add([
                account.username.rawValue, account.role.rawValue, account.scope?.rawValue ?? "whole province",
                state(of: account), account.hasSecondFactor ? "yes" : "no", Moment.text(account.lastSignInAt),
                account.displayName,
            ])
        }
        table.print()
    }

    private func state(of account: AccountRecord) -> String {
        if account.disabledAt != nil { return "disabled" }
        if let until = account.lockedUntil, until > Date() { return "locked" }
        return account.mustChangePassword ? "temporary" : "active"
    }
}
