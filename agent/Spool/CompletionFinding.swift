package import Dossiers

/// Something that an officer should look at before a dossier is sealed.
package enum CompletionFinding: Sendable, Hashable {
    /// Nothing was scanned, and no paper is reused.
    case noPages
    /// A paper has no pages.
    case emptyPaper(id: Int, type: String)
    /// Of the last sheet only the front was saved; the number is that of the stack at hand.
    case halfSheet(Int)
    /// The officer counted another number of sheets than was fed.
    case sheetCount(expected: Int, fed: Int)
    /// Pages look blank, and nobody decided on them.
    case blankPages([Int])
    /// Of these pages the scanner sent less than it had announced.
    case shortPages([Int])
    /// Pages have the bytes of others before them.
    case repeatedPages([Int])

    /// Whether the dossier cannot be sealed with it.
    package var isBlocking: Bool {
        switch self {
        case .noPages, .emptyPaper, .halfSheet, .sheetCount: true
        case .blankPages, .shortPages, .repeatedPages: false
        }
    }
}

extension SpooledDossier {
    /// What stands against sealing the dossier, the gravest first.
    package var findings: [CompletionFinding] {
        var findings: [CompletionFinding] = []
        let scanned = papers.filter { $0.document.reuse == nil }
        if pageCount == 0, scanned.count == papers.count {
            findings.append(.noPages)
        } else {
            for paper in scanned where paper.document.pages.isEmpty {
                findings.append(.emptyPaper(id: paper.id, type: paper.document.type))
            }
        }
        if isWithinSheet { findings.append(.halfSheet(sheetsOfStack + 1)) }
        if let sheetsExpected, sheetsExpected != sheetsOfStack {
            findings.append(.sheetCount(expected: sheetsExpected, fed: sheetsOfStack))
        }
        let live = papers.flatMap(\.pages).filter { $0.removal == nil }
        let blank = live.filter { $0.page.flags.contains(.blankSuspected) && !$0.isKeptBlank }
        if !blank.isEmpty { findings.append(.blankPages(blank.map(\.id))) }
        let short = live.filter { $0.page.flags.contains(.cutShort) }
        if !short.isEmpty { findings.append(.shortPages(short.map(\.id))) }
        let repeated = live.filter { $0.page.flags.contains(.repeated) }
        if !repeated.isEmpty { findings.append(.repeatedPages(repeated.map(\.id))) }
        return findings
    }
}

extension SpoolError {
    /// Why a dossier with that finding is not sealed; nil when it is all the same.
    init?(_ finding: CompletionFinding, in code: DossierCode) {
        switch finding {
        case .noPages: self = .noPages(code)
        case .emptyPaper(_, let type): self = .emptyDocument(code, type: type)
        case .halfSheet(let sheet): self = .halfSheet(code, sheet: sheet)
        case .sheetCount(let expected, let fed): self = .sheetCount(code, expected: expected, fed: fed)
        case .blankPages, .shortPages, .repeatedPages: return nil
        }
    }
}

extension Spool {
    /// What stands against sealing the dossier `code`, the gravest first.
    package func findings(of code: DossierCode) throws(SpoolError) -> [CompletionFinding] {
        guard let dossier = try dossier(code) else { throw .dossierNotFound(code) }
        return dossier.findings
    }
}
