import ArgumentParser

/// `target`: what the levels must reach.
struct TargetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "target", abstract: "Import and list what the levels must reach by the end of a year.",
        subcommands: [TargetImport.self, TargetList.self])
}
