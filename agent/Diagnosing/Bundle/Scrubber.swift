/// Takes out of a text whatever names or numbers a person. A second line of defence: nothing that goes into a bundle
/// should hold any.
struct Scrubber: Sendable {
    private let texts: [String]

    /// - Parameter texts: what this station knows of people.
    init(_ texts: Set<String>) {
        // The longest first, so that no part of a name is left of it.
        self.texts = texts.sorted { $0.count > $1.count }
    }

    /// The text without them, and without other numbers as long as an identity number.
    func scrubbed(_ text: String) -> String {
        // Characters are compared, not bytes: both ways to write a letter with marks are found.
        let plain = texts.reduce(text) { $0.replacing($1, with: "[…]") }
        return Self.withoutLongNumbers(plain)
    }

    /// Identity numbers have 9 or 12 digits. Digits within a digest, or next to a point, colon or hyphen of a time or
    /// version, are none.
    private static func withoutLongNumbers(_ text: String) -> String {
        var result = ""
        var word = ""
        func flush() {
            let isNumber = [9, 12].contains(word.utf8.count) && word.utf8.allSatisfy { (0x30...0x39).contains($0) }
            result += isNumber ? "[…]" : word
            word = ""
        }
        for character in text {
            if character.isLetter || character.isNumber {
                word.append(character)
            } else {
                flush()
                result.append(character)
            }
        }
        flush()
        return result
    }
}
