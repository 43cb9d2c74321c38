/// Identity numbers as they are shown: the one place where they are masked.
package enum MaskedNumber {
    /// At most the first three and the last three characters stay, and at least half are hidden: of a citizen's number
    /// of 12 digits both ends, of an old one of 9 the last three; of what is shorter than 6 nothing.
    package static func text(_ number: String) -> String {
        let count = number.count
        let (head, tail) = count >= 12 ? (3, 3) : count >= 6 ? (0, 3) : (0, 0)
        return number.prefix(head) + String(repeating: "•", count: count - head - tail) + number.suffix(tail)
    }
}
