import ArgumentParser
import Dossiers
import Exchange
import Registry

/// `procedure show`: a procedure with its papers.
struct ProcedureShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a procedure and the papers of its dossiers.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The procedure's code, such as 1.001193.")
    var code: String

    func run() async throws {
        let procedures = try await directory.open().registry.procedures()
        guard let procedure = procedures.first(where: { $0.code == code }) else {
            throw ProcedureError.unknown(code)
        }
        if output.json { return try printJSON(procedure) }
        printLine("\(procedure.code)  \(procedure.name)")
        var table = TextTable(["PAPER", "ROLE", "COMPULSORY", "NAME"])
        for paper in procedure.papers {
            table.add([paper.type, paper.role.rawValue, paper.isCompulsory ? "yes" : "no", paper.name])
        }
        table.print()
    }
}

/// What was asked for is not in the catalogue.
enum ProcedureError: CannotRun {
    case unknown(String)

    var description: String {
        switch self {
        case .unknown(let code):
            "there is no procedure “\(code.prefix(64))” in the catalogue; 'sohoa-collector procedure list' shows all"
        }
    }
}
