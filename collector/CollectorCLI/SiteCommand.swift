import ArgumentParser

/// `site`: the offices.
struct SiteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "site", abstract: "Import, list and show the province's offices.",
        subcommands: [SiteImport.self, SiteList.self, SiteShow.self])
}
