/// Every text of the pages, in both languages.
///
/// What templates name as `{{t.name}}` stands in the table of its page, `Texts+Page.swift`; what is said by code is a
/// constant or a function beside it. A name is used by one table only: two of the same end the program at its start.
enum Texts {
    private static let pages = [
        frame, signIn, account, accounts, auditTrail, figures, overview, offices, operations, dossiers, finding,
        reports, imports, approvals, loads, stations, fleet,
    ]

    private static let all = pages.reduce(into: [:]) { all, page in
        all.merge(page) { text, _ in preconditionFailure("two texts have the name of “\(text.english)”") }
    }

    private static let tables = Dictionary(
        uniqueKeysWithValues: Language.allCases.map { language in (language, all.mapValues { $0(language) }) })

    /// The texts that templates name, by name.
    static func table(_ language: Language) -> [String: String] { tables[language] ?? [:] }
}
