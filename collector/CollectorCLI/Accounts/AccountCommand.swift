import ArgumentParser

/// `account`: who may use the province's pages.
struct AccountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Make, list, disable and enable the accounts of the province's pages.",
        discussion: "The first administrator is made here; the others on the page.",
        subcommands: [
            AccountAdd.self, AccountList.self, AccountDisable.self, AccountEnable.self, AccountResetPassword.self,
        ])
}
