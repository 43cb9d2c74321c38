import ArgumentParser
import Dossiers
import FoundationEssentials
import Registry

/// `system list`
struct SystemList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the systems that read through the API.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "Also those whose token was revoked or has expired.")
    var all = false

    func run() async throws {
        let now = Date()
        let systems = try await directory.open().registry.systems().filter { all || $0.state(at: now) == .open }
        if output.json { return try printJSON(systems.map { Row(system: $0, state: $0.state(at: now)) }) }
        var table = TextTable(["SYSTEM", "STATE", "SCOPE", "EXPIRES", "LAST USED", "PERMISSIONS"])
        for system in systems {
            table.add([
                system.name.rawValue, system.state(at: now).rawValue, system.scope?.rawValue ?? "province",
                Moment.text(system.expiresAt), Moment.text(system.lastUsedAt),
                system.permissions.map(\.rawValue).joined(separator: " "),
            ])
        }
        table.print()
    }

    private struct Row: Encodable {
        let system: SystemRecord
        let state: SystemRecord.State

        func encode(to encoder: any Encoder) throws {
            try system.encode(to: encoder)
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(state, forKey: .state)
        }

        private enum Key: CodingKey { case state }
    }
}
