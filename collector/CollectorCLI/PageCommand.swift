import ArgumentParser

/// `page`: stored pages.
struct PageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "page", abstract: "Get stored pages.", subcommands: [PageGet.self])
}
