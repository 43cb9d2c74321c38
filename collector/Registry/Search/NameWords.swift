import Foundation
import GRDB

/// The words of names, as the index of names has them.
enum NameWords {
    /// The words of a search key: runs of letters and digits, as the tokenizer `unicode61` splits them.
    static func words(of key: some StringProtocol) -> [Substring] {
        Substring(key).split { character in
            character.unicodeScalars.allSatisfy { !isPartOfWord($0) }
        }
    }

    private static func isPartOfWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber, .privateUse:
            true
        default: false
        }
    }

    /// Keeps the words of a search key among those that are known.
    static func learn(_ key: String, in db: Database) throws {
        let statement = try db.cachedStatement(sql: "INSERT OR IGNORE INTO nameWord (word) VALUES (?)")
        for word in words(of: key) { try statement.execute(arguments: [String(word)]) }
    }

    /// Keeps the words of every name there is.
    static func learnAll(in db: Database) throws {
        var known: Set<Substring> = []
        let keys = try String.fetchCursor(db, sql: "SELECT DISTINCT ownerSearchKey FROM dossier")
        while let key = try keys.next() { known.formUnion(words(of: key)) }
        for word in known { try learn(String(word), in: db) }
    }

    /// `hasNameWords(key, words)` of SQL: whether each of `words` (separated by spaces) begins a word of `key`.
    ///
    /// It says the same as the index of names, for the few names of one office.
    static let function = DatabaseFunction("hasNameWords", argumentCount: 2, pure: true) { values in
        guard let key = String.fromDatabaseValue(values[0]), let wanted = String.fromDatabaseValue(values[1]) else {
            return false
        }
        let words = words(of: key)
        return wanted.split(separator: " ").allSatisfy { word in words.contains { $0.utf8.starts(with: word.utf8) } }
    }

    /// The known words that begin with `word`; nil where there are more than `limit`.
    static func beginning(with word: Substring, upTo limit: Int, in db: Database) throws -> [String]? {
        // Nothing sorts behind the last of all characters.
        let statement = try db.cachedStatement(
            sql: "SELECT word FROM nameWord WHERE word >= ?1 AND word < ?1 || char(0x10FFFF) LIMIT ?2")
        let words = try String.fetchAll(statement, arguments: [String(word), limit + 1])
        return words.count > limit ? nil : words
    }

    /// The known words that are spelt nearly like `word`: one letter more, less, other, or two changed places; of long
    /// words two such.
    static func like(_ word: Substring, in db: Database) throws -> [String] {
        let limit = word.utf8.count >= 7 ? 2 : 1
        guard word.utf8.count >= 3 else { return [] }
        let known = try String.fetchCursor(db.cachedStatement(sql: "SELECT word FROM nameWord"))
        var found: [String] = []
        while let other = try known.next() {
            if editDistance(Array(word.utf8), Array(other.utf8), upTo: limit) <= limit { found.append(other) }
        }
        return found
    }
}

/// How many letters must be added, dropped, changed or swapped with their neighbour to make `a` of `b` (optimal string
/// alignment); anything above `limit` is `limit + 1`.
func editDistance(_ a: [UInt8], _ b: [UInt8], upTo limit: Int) -> Int {
    guard abs(a.count - b.count) <= limit else { return limit + 1 }
    var before = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in a.indices {
        var row = [i + 1] + [Int](repeating: 0, count: b.count)
        for j in b.indices {
            row[j + 1] = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { row[j + 1] = min(row[j + 1], before[j - 1] + 1) }
        }
        if row.min()! > limit { return limit + 1 }
        (before, last) = (last, row)
    }
    return min(last[b.count], limit + 1)
}
