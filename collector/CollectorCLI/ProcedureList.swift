import ArgumentParser
import Exchange
import Registry

/// `procedure list`: the catalogue in short.
struct ProcedureList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the procedures.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let procedures = try await directory.open().registry.procedures()
        if output.json { return try printJSON(procedures) }
        if procedures.isEmpty {
            return printLine("No procedures. Import them with 'sohoa-collector procedure import FILE'.")
        }
        var table = TextTable(["PROCEDURE", "PAPERS", "COMPULSORY", "NAME"])
        for procedure in procedures {
            table.add([
                procedure.code, "\(procedure.papers.count)", "\(procedure.papers.count(where: \.isCompulsory))",
                procedure.name,
            ])
        }
        table.print()
    }
}
