import ArgumentParser

/// `system`: other systems that read through the API.
struct SystemCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "system", abstract: "Let other systems read through the API, each with a token.",
        subcommands: [SystemAdd.self, SystemList.self, SystemRenew.self, SystemRevoke.self])
}
