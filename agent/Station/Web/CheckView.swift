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
        _ found: [CompletionFinding], missing: [ProcedurePaper], alike: [Lookalikes.Pair], _ dossier: SpooledDossier,
        _ catalogue: Catalogue
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
        if !alike.isEmpty { findings.append(Self.finding(alike, in: dossier)) }
        canSeal = !findings.contains(where: \.isBlocking)
    }

    /// Of how many pages the numbers are told.
    private static let told = 3

    private static func finding(_ alike: [Lookalikes.Pair], in dossier: SpooledDossier) -> Finding {
        let pages = dossier.papers.flatMap(\.pages).filter { $0.removal == nil }.map(\.id)
        let numbers = Dictionary(uniqueKeysWithValues: zip(pages, 1...))
        func list(_ words: (Int, Int) -> String) -> String {
            alike.prefix(told).compactMap { pair in
                guard let page = numbers[pair.page], let earlier = numbers[pair.earlier] else { return nil }
                return words(page, earlier)
            }.joined(separator: "; ") + (alike.count > told ? "; …" : "")
        }
        return Finding(
            code: "like_pages", isBlocking: false,
            text: BilingualText(
                vietnamese: "Có thể có tờ đã quét hai lần: \(list { "trang \($0) giống trang \($1)" }). "
                    + "Hãy xem lại, xóa trang thừa nếu có.",
                english: "A sheet may have been scanned twice: \(list { "page \($0) looks like page \($1)" }). Look at "
                    + "them, and delete what is too many."),
            pages: alike.map(\.page))
    }
}
