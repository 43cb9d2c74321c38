import ArgumentParser

/// `procedure`: the catalogue of procedures and their papers.
struct ProcedureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "procedure",
        abstract: "Import and show the procedures of the one-stop shops, and the papers of their dossiers.",
        subcommands: [ProcedureImport.self, ProcedureList.self, ProcedureShow.self])
}
