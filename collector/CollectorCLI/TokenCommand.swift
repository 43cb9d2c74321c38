import ArgumentParser

/// `token`: join tokens of stations.
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Issue, list and revoke the tokens with which stations enrol.",
        subcommands: [TokenIssue.self, TokenList.self, TokenRevoke.self])
}
