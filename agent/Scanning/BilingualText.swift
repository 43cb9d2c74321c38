/// A sentence for people, in the officer's language and in that of logs and IT staff.
package struct BilingualText: Codable, Sendable, Hashable {
    package let vietnamese: String
    package let english: String

    package init(vietnamese: String, english: String) {
        self.vietnamese = vietnamese
        self.english = english
    }

    private enum CodingKeys: String, CodingKey {
        case vietnamese = "vi"
        case english = "en"
    }
}
