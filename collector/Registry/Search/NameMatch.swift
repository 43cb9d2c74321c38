import GRDB

/// Words of a name as the index of names is asked for them.
///
/// The index has a list for each word. Asked for a beginning it must merge those of all words that begin so, which takes
/// long where there are many; but the known words tell which those are. Beginnings of few words are asked for as these.
struct NameMatch {
    /// In the language of the index.
    let match: String
    /// Beginnings of many words, which are looked for in the names that the others find.
    let rest: [Substring]

    /// How many words are few.
    private static let few = 12

    init(_ words: [Substring], _ spelling: DossierSearch.Spelling, in db: Database) throws {
        var (narrow, wide): ([String], [Substring]) = ([], [])
        for word in words {
            let alike = spelling == .exact ? [] : try NameWords.like(word, in: db)
            guard let known = try NameWords.beginning(with: word, upTo: Self.few, in: db) else {
                if spelling == .approximate { narrow.append(Self.any(of: ["\"\(word)\" *"] + Self.quoted(alike))) }
                if spelling == .exact { wide.append(word) }
                continue
            }
            // Of an unknown word nothing is found, whichever way it is asked for.
            let all = known + alike.filter { !known.contains($0) }
            narrow.append(Self.any(of: all.isEmpty ? ["\"\(word)\""] : Self.quoted(all)))
        }
        rest = narrow.isEmpty ? [] : wide
        match = (narrow.isEmpty ? wide.map { "\"\($0)\" *" } : narrow).joined(separator: " AND ")
    }

    /// Quoted, so that no word is an operator.
    private static func quoted(_ words: [String]) -> [String] { words.map { "\"\($0)\"" } }

    private static func any(of words: [String]) -> String { "(" + words.joined(separator: " OR ") + ")" }
}
