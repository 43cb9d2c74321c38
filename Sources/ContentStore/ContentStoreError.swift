package import Dossiers
package import SystemPackage

/// Why the store could not do what it was asked.
package enum ContentStoreError: Error, Sendable {
    /// The bytes written are not those that were announced.
    case mismatch(expected: ContentDigest, actual: ContentDigest)
    /// More or fewer bytes were written than announced.
    case wrongLength(digest: ContentDigest, expected: Int, actual: Int)
    /// The name is taken by a file of another length: damage or tampering, to be looked into.
    case conflict(ContentDigest)
    case missing(ContentDigest)
    /// A system call failed.
    case system(Errno, operation: String, path: FilePath)
}

extension ContentStoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .mismatch(let expected, let actual): "expected content \(expected), got \(actual)"
        case .wrongLength(let digest, let expected, let actual):
            "content \(digest) should have \(expected) bytes, got \(actual)"
        case .conflict(let digest):
            "a file of another length is stored as \(digest); run verify, and keep the disk for examination"
        case .missing(let digest): "content \(digest) is not stored"
        case .system(let errno, let operation, let path): "\(operation) \(path): \(errno)"
        }
    }
}
