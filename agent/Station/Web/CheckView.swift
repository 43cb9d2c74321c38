import Dossiers
import Exchange
import Scanning
import Spool

/// What is to be seen to before a dossier is finished.
struct CheckView: Encodable {
    struct Finding: Encodable {
        var code: String
        var isBlocking: Bool
        var text: BilingualText
        var pages: [Int]?
        var paper: Int?
    }

    var findings: [Finding]
    /// Nothing stands in the way; there may be warnings.
    var canSeal: Bool

    init(
        _ found: [CompletionFinding], missing: [ProcedurePaper], _ dossier: SpooledDossier, _ catalogue: Catalogue
    ) {
        let procedure = dossier.dossier.procedure
        findings = found.map { finding in
            var (pages, paper): ([Int]?, Int?) = (nil, nil)
            switch finding {
            case .blankPages(let ids), .shortPages(let ids), .repeatedPages(let ids): pages = ids
            case .emptyPaper(let id, _): paper = id
            case .sheetCount, .halfSheet, .noPages: break
            }
            return Finding(
                code: finding.code, isBlocking: finding.isBlocking,
                text: finding.text(catalogue, procedure: procedure), pages: pages, paper: paper)
        }
        if !missing.isEmpty {
            let names = missing.map(\.name).joined(separator: "; ")
            findings.append(
                Finding(
                    code: "missing_papers", isBlocking: false,
                    text: BilingualText(
                        vietnamese: "Còn thiếu giấy tờ bắt buộc của thủ tục: \(names).",
                        english: "Compulsory papers of the procedure are missing: \(names).")))
        }
        canSeal = !findings.contains(where: \.isBlocking)
    }
}
