/// A sentence about a file in both languages: commands speak English, the province's pages Vietnamese first.
package struct Wording: Sendable, Hashable {
    package let english: String
    package let vietnamese: String

    init(_ english: String, _ vietnamese: String) {
        self.english = english
        self.vietnamese = vietnamese
    }

    static let oneOrZero = Wording("1 or 0", "1 (có) hoặc 0 (không)")
}
