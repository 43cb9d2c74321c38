import ArgumentParser

/// `dossier`: what was delivered.
struct DossierCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dossier", abstract: "Find and show dossiers, and export what proves them.",
        subcommands: [DossierFind.self, DossierShow.self, DossierExport.self])
}
