import ArgumentParser
import Dossiers
import FoundationEssentials
import Registry

/// `token list`
struct TokenList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List join tokens.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "Also those that were used, revoked or have expired.")
    var all = false

    func run() async throws {
        let now = Date()
        let tokens = try await directory.open().registry.tokens().filter { all || $0.state(at: now) == .open }
        if output.json { return try printJSON(tokens.map { Row(token: $0, state: $0.state(at: now)) }) }
        var table = TextTable(["TOKEN", "SITE", "STATE", "ISSUED", "EXPIRES", "BY"])
        for token in tokens {
            table.add([
                token.id, token.site.rawValue, token.state(at: now).rawValue, Moment.text(token.issuedAt),
                Moment.text(token.expiresAt), token.issuedBy,
            ])
        }
        table.print()
    }

    private struct Row: Encodable {
        let token: JoinToken
        let state: JoinToken.State

        func encode(to encoder: any Encoder) throws {
            try token.encode(to: encoder)
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(state, forKey: .state)
        }

        private enum Key: CodingKey { case state }
    }
}
