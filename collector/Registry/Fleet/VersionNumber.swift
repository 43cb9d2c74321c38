/// A version as its numbers, to be compared: `1.10.0` is later than `1.9.3`, and `1.2.0-rc1` earlier than `1.2.0`.
package struct VersionNumber: Comparable, Hashable, Sendable {
    private let numbers: [Int]
    private let isFinal: Bool

    package init(_ text: String) {
        let parts = text.split(whereSeparator: { "-+".contains($0) })
        var numbers = (parts.first ?? "").split(separator: ".").map { Int($0) ?? 0 }
        while numbers.last == 0 { numbers.removeLast() }
        self.numbers = numbers
        isFinal = !text.contains("-")
    }

    package static func < (a: VersionNumber, b: VersionNumber) -> Bool {
        if a.numbers != b.numbers { return a.numbers.lexicographicallyPrecedes(b.numbers) }
        return !a.isFinal && b.isFinal
    }
}
