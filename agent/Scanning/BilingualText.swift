/// A sentence for people, in the officer's language and in that of logs and IT staff.
package struct BilingualText: Sendable, Hashable {
    package let vietnamese: String
    package let english: String

    package init(vietnamese: String, english: String) {
        self.vietnamese = vietnamese
        self.english = english
    }
}
