import Dossiers
import Exchange
import FoundationEssentials
import Hummingbird

/// The parameters of a request. One that is not documented is refused: a filter that is misspelt must not widen a list.
struct SystemQuery: Sendable {
    private let fields: FormFields

    /// - Parameters:
    ///   - single: names that may stand once.
    ///   - repeated: names that may stand several times.
    init(_ request: Request, single: Set<String> = [], repeated: Set<String> = []) throws(ProblemAnswer) {
        guard let fields = FormFields((request.uri.query ?? "").utf8) else {
            throw .malformed("The query cannot be read; it is name=value pairs in percent-encoded UTF-8.")
        }
        for name in fields.names where !repeated.contains(name) {
            guard single.contains(name) else {
                let known = single.union(repeated).sorted().joined(separator: ", ")
                throw .malformed(
                    known.isEmpty ? "This address takes no parameters." : "The parameters here are \(known).")
            }
            guard fields.all(name).count == 1 else { throw .malformed("The parameter \(name) may stand once.") }
        }
        self.fields = fields
    }

    func text(_ name: String) throws(ProblemAnswer) -> String? {
        guard let text = fields[name] else { return nil }
        guard (1...TextLimit.name).contains(text.unicodeScalars.count),
            !text.unicodeScalars.contains(where: { $0.value < 32 })
        else { throw .malformed("The parameter \(name) must have 1 to \(TextLimit.name) characters.") }
        return text
    }

    /// The value of `name`, read by `parse`.
    ///
    /// - Parameter expected: what to tell of where it is none.
    func value<Value>(_ name: String, expected: String, _ parse: (String) -> Value?) throws(ProblemAnswer) -> Value? {
        guard let text = fields[name] else { return nil }
        guard let value = parse(text) else { throw .malformed("The parameter \(name) must be \(expected).") }
        return value
    }

    /// Every value of `name`, read by `parse`.
    func values<Value>(_ name: String, expected: String, _ parse: (String) -> Value?) throws(ProblemAnswer) -> [Value] {
        var values: [Value] = []
        for text in fields.all(name) {
            guard let value = parse(text) else { throw .malformed("The parameter \(name) must be \(expected).") }
            values.append(value)
        }
        return values
    }

    func day(_ name: String) throws(ProblemAnswer) -> CalendarDay? {
        try value(name, expected: "a day, such as 2021-06-30") { CalendarDay($0) }
    }

    func sites(_ name: String) throws(ProblemAnswer) -> [SiteID] {
        try values(name, expected: "an office, such as st-31498", SiteID.init(rawValue:))
    }

    /// How much of a list is wanted: 1 to 500.
    func limit() throws(ProblemAnswer) -> Int {
        try value("limit", expected: "1 to \(Self.mostItems)") { text in
            Int(text).flatMap { (1...Self.mostItems).contains($0) && "\($0)" == text ? $0 : nil }
        } ?? Self.usualItems
    }

    /// What `OpaqueCursor` made.
    func cursor(_ kind: OpaqueCursor.Kind) throws(ProblemAnswer) -> String? {
        try value("cursor", expected: "the cursor of an answer for the same list") { OpaqueCursor.text(kind, in: $0) }
    }

    /// The same query with another cursor, relative to the address of the request, so that it holds behind a proxy.
    func next(_ cursor: String) -> String {
        let others = fields.names.filter { $0 != "cursor" }.flatMap { name in
            fields.all(name).map { (name: name, value: Optional($0)) }
        }
        return "<?\(FormFields.query(others + [("cursor", cursor)]))>; rel=\"next\""
    }

    /// The most items of a part of a list, and how many there are unless it is asked otherwise.
    static let mostItems = 500
    static let usualItems = 100
}

/// A place in a list as clients see it: nothing to take apart, nothing that names a person.
enum OpaqueCursor {
    /// The lists that have cursors; each takes only its own.
    enum Kind: String {
        case accepted = "a"
        case found = "f"
        case counted = "c"
        case baselines = "b"
    }

    static func make(_ kind: Kind, _ text: String) -> String { Base64URL.encode(Data((kind.rawValue + text).utf8)) }

    /// Nil unless `cursor` is what `make` gave for that list.
    static func text(_ kind: Kind, in cursor: String) -> String? {
        guard let bytes = Base64URL.decode(Substring(cursor)), let text = String(validating: bytes, as: UTF8.self),
            text.hasPrefix(kind.rawValue)
        else { return nil }
        return String(text.dropFirst(kind.rawValue.count))
    }
}
