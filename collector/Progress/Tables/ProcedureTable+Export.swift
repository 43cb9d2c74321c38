import Dossiers
package import Registry

extension ProcedureTable {
    /// The catalogue as a file that `procedure import` reads back.
    package static func export(_ entries: [CatalogueEntry]) -> String {
        CSVField.file(
            [["procedure", "name", "paper", "paperName", "role", "compulsory"]]
                + entries.map {
                    [$0.procedure, $0.procedureName, $0.type, $0.name, $0.role.rawValue, $0.isCompulsory ? "1" : "0"]
                })
    }
}
