import Spool
import Testing

/// Expects that `body` is refused with the error of that name; of an unacceptable field, with the field's name behind.
func refuses(
    _ kind: String, _ note: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Void
) async {
    await #expect(note, sourceLocation: sourceLocation) {
        try await body()
    } throws: { error in
        (error as? SpoolError)?.kind == kind
    }
}

extension SpoolError {
    fileprivate var kind: String? {
        switch self {
        case .unacceptable(let field, _, _): "unacceptable \(field)"
        case .lastManager: "lastManager"
        default: Mirror(reflecting: self).children.first?.label
        }
    }
}
