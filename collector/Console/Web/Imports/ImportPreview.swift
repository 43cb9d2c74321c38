import Crypto
import Dossiers
import Exchange
import FoundationEssentials
import Progress
import Registry

/// What an import would change, as people look at it before they say the word.
struct ImportPreview: Sendable {
    enum Change: String, Sendable, CaseIterable {
        /// Something known is overwritten.
        case changed
        /// Something known is taken away.
        case removed
        /// An office is closed.
        case closed
        case added

        /// The colour of it.
        var kind: String {
            switch self {
            case .changed: "wait"
            case .removed, .closed: "bad"
            case .added: "good"
            }
        }
    }

    struct Row: Sendable {
        let change: Change
        /// What it is of.
        let name: String
        /// The identity or code beside the name.
        let code: String
        /// Nil where there was nothing.
        let before: String?
        /// Nil where there is nothing any more.
        let after: String?
        /// A page that tells more of it.
        var more: String?
    }

    /// A sum that changes.
    struct Sum: Sendable {
        let name: String
        let before: String
        let after: String
    }

    /// What overwrites first, then what is added; each in the order of the file or by identity.
    private(set) var rows: [Row]
    let unchanged: Int
    let sums: [Sum]
    let warnings: [ImportProblem]

    init(rows: [Row], unchanged: Int, sums: [Sum] = [], warnings: [ImportProblem] = []) {
        let order = Dictionary(uniqueKeysWithValues: Change.allCases.enumerated().map { ($1, $0) })
        self.rows = rows.enumerated().sorted {
            (order[$0.element.change]!, $0.offset) < (order[$1.element.change]!, $1.offset)
        }.map(\.element)
        (self.unchanged, self.sums, self.warnings) = (unchanged, sums, warnings)
    }

    func count(_ change: Change) -> Int { rows.count { $0.change == change } }

    /// Whether anything that is known would not stand any more.
    var overwrites: Bool { rows.contains { $0.change != .added } }

    /// Of all that is shown, so that nothing else is done than what was seen.
    var digest: String {
        var hash = SHA256()
        func add(_ text: String?) {
            let bytes = Array((text ?? "\u{1}").utf8)
            hash.update(data: Array("\(bytes.count):".utf8))
            hash.update(data: bytes)
        }
        for row in rows { for text in [row.change.rawValue, row.name, row.code, row.before, row.after] { add(text) } }
        for sum in sums { for text in [sum.name, sum.before, sum.after] { add(text) } }
        add("\(unchanged)")
        return ContentDigest(bytes: hash.finalize()).rawValue
    }
}
