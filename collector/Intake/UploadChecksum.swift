import Crypto
package import Foundation

/// The checksum that a client sent with an append (tus 1.0, checksum extension).
package struct UploadChecksum: Sendable, Hashable {
    /// The algorithms offered, as they are named on the wire.
    package enum Algorithm: String, Sendable, CaseIterable {
        case sha1, sha256
    }

    package let algorithm: Algorithm
    package let digest: Data

    /// Nil unless `header` is the name of an algorithm offered, a space, and the digest in base64.
    package init?(header: String) {
        let parts = header.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, let algorithm = Algorithm(rawValue: String(parts[0])),
            let digest = Data(base64Encoded: String(parts[1])),
            digest.count == (algorithm == .sha1 ? Insecure.SHA1.byteCount : SHA256.byteCount)
        else { return nil }
        self.algorithm = algorithm
        self.digest = digest
    }

    /// Whether the chunks, one after another, have this digest.
    func matches(_ chunks: [any ContiguousBytes & Sendable]) -> Bool {
        switch algorithm {
        case .sha1: Self.hash(chunks, with: Insecure.SHA1()).elementsEqual(digest)
        case .sha256: Self.hash(chunks, with: SHA256()).elementsEqual(digest)
        }
    }

    private static func hash<Function: HashFunction>(
        _ chunks: [any ContiguousBytes & Sendable], with function: Function
    ) -> Function.Digest {
        var function = function
        // Each buffer lives as long as the closure it is passed to.
        for chunk in chunks { unsafe chunk.withUnsafeBytes { unsafe function.update(bufferPointer: $0) } }
        return function.finalize()
    }
}
