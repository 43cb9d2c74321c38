import Dossiers
import Exchange
import Spool

/// The province's procedures, as far as this station knows them.
struct Catalogue: Sendable {
    let procedures: [Procedure]
    private let byCode: [String: Int]
    private let paperNames: [String: String]

    init(_ procedures: [Procedure] = []) {
        self.procedures = procedures
        byCode = Dictionary(procedures.enumerated().map { ($1.code, $0) }) { first, _ in first }
        paperNames = Dictionary(procedures.flatMap(\.papers).map { ($0.type, $0.name) }) { first, _ in first }
    }

    /// The procedure of a code; nil when the province has not named it.
    func procedure(_ code: String) -> Procedure? { byCode[code].map { procedures[$0] } }

    /// What a kind of paper is called: in the procedure, else in any.
    func paperName(_ type: String, in procedure: String) -> String? {
        self.procedure(procedure)?.papers.first { $0.type == type }?.name ?? paperNames[type]
    }

    /// Compulsory papers of the dossier's procedure that are not in it.
    func missing(in dossier: SpooledDossier) -> [ProcedurePaper] {
        guard let procedure = procedure(dossier.dossier.procedure) else { return [] }
        let present = Set(
            dossier.papers.filter { !$0.document.pages.isEmpty || $0.document.reuse != nil }.map(\.document.type))
        return procedure.papers.filter { $0.isCompulsory && !present.contains($0.type) }
    }
}
