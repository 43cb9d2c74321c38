/// The languages of the pages. Vietnamese unless somebody chooses otherwise.
enum Language: String, CaseIterable, Sendable {
    case vietnamese = "vi"
    case english = "en"

    /// The one that the switch leads to.
    var other: Language { self == .vietnamese ? .english : .vietnamese }

    /// What the language calls itself.
    var ownName: String { self == .vietnamese ? "Tiếng Việt" : "English" }
}

/// One text in both languages.
struct Text: Sendable, Hashable {
    let vietnamese: String
    let english: String

    init(_ vietnamese: String, _ english: String) {
        self.vietnamese = vietnamese
        self.english = english
    }

    func callAsFunction(_ language: Language) -> String {
        switch language {
        case .vietnamese: vietnamese
        case .english: english
        }
    }
}
