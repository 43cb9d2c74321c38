import ArgumentParser

/// `site`: the offices.
struct SiteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "site", abstract: "Import, list, show and export the province's offices, and which follows which.",
        subcommands: [
            SiteImport.self, SiteExport.self, SiteList.self, SiteShow.self, SiteSucceed.self, SiteSuccession.self,
        ])
}
