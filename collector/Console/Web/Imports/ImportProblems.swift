import Progress

/// What is wrong with a file, as pages list it: each with its line and column.
struct ImportProblems: Sendable {
    struct Row: Sendable {
        /// Nil where the whole file is meant.
        let line: String?
        let column: String?
        let text: String
    }

    let rows: [Row]
    /// How many are not shown.
    let more: String?

    /// The most that are shown.
    private static let most = 100

    init(_ problems: [ImportProblem], _ language: Language) {
        rows = problems.prefix(Self.most).map { problem in
            Row(
                line: problem.line.map { "\($0)" }, column: problem.column,
                text: language == .vietnamese ? problem.wording.vietnamese : problem.wording.english)
        }
        more = problems.count > Self.most ? Texts.moreProblems(problems.count - Self.most)(language) : nil
    }

    init(_ stop: ImportTable.Stop, _ language: Language) {
        switch stop {
        case .failure(let failure): self.init(failure.problems, language)
        case .catalogueTooLarge(let excess):
            self.init(rows: [Row(line: nil, column: nil, text: Texts.catalogueTooLarge(excess)(language))], more: nil)
        case .moved: self.init(rows: [Row(line: nil, column: nil, text: Texts.importMoved(language))], more: nil)
        case .notAgreed:
            self.init(rows: [Row(line: nil, column: nil, text: Texts.overwriteNotAgreed(language))], more: nil)
        }
    }

    private init(rows: [Row], more: String?) { (self.rows, self.more) = (rows, more) }
}
