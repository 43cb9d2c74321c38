import ArgumentParser

/// `baseline`: denominators and figures reported before the system.
struct BaselineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline", abstract: "Import and list denominators, and figures reported before the system.",
        subcommands: [BaselineImport.self, BaselineList.self])
}
