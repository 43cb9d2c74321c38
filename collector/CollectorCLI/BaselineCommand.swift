import ArgumentParser

/// `baseline`: denominators and figures reported before the system.
struct BaselineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline",
        abstract: "Import, approve and list denominators, and figures reported before the system.",
        subcommands: [
            BaselineImportCommand.self, BaselinePending.self, BaselineApprove.self, BaselineReject.self,
            BaselineWithdraw.self, BaselineHistory.self, BaselineList.self, BaselineRule.self,
        ])
}
