/// How thousands are set apart in a file's counts: `814.602` as in Việt Nam, `814,602` as in English, or not at all.
///
/// A single group says nothing: `814.602` may be a whole number written in Việt Nam or a fraction written in English. A
/// number with two groups or more (`1.234.567`) anywhere in the columns of counts tells for all of them.
struct NumberGrouping: Hashable {
    /// The separators that the file is known to use.
    private var known: Set<Character> = []

    init() {}

    /// What `words`, all the counts of a file, tell.
    init(of words: some Sequence<String>) {
        for word in words {
            if let (separator, groups) = Self.groups(of: word), groups > 1 { known.insert(separator) }
        }
    }

    /// The number that `word` is.
    func count(_ word: String) -> Outcome {
        if let count = RowReader.count(word) { return .count(count) }
        guard let (separator, groups) = Self.groups(of: word),
            let count = RowReader.count(word.filter { $0 != separator })
        else { return .none }
        // Both in one file: one of them is a mistake.
        if known.count > 1 { return .ambiguous(count) }
        if known.contains(separator) { return .count(count) }
        return groups == 1 && known.isEmpty ? .ambiguous(count) : .none
    }

    /// What a word is.
    enum Outcome: Hashable {
        case count(Int)
        /// A whole number if the separator is one of thousands, a fraction if it is one of decimals.
        case ambiguous(Int)
        /// No count.
        case none
    }

    /// The separator of thousands in `word` and how many there are; nil where it is not digits in such groups.
    private static func groups(of word: String) -> (separator: Character, count: Int)? {
        guard let separator = word.first(where: { $0 == "." || $0 == "," }) else { return nil }
        let parts = word.split(separator: separator, omittingEmptySubsequences: false)
        let areDigits = parts.allSatisfy { part in
            part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        }
        guard areDigits, (1...3).contains(parts[0].utf8.count), parts[0].first != "0",
            parts.dropFirst().allSatisfy({ $0.utf8.count == 3 })
        else { return nil }
        return (separator, parts.count - 1)
    }
}
