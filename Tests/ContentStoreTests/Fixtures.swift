import ContentStore
import Crypto
import Dossiers
import Foundation
import Glibc
import SystemPackage
import TestSupport
import Testing

/// Runs `body` with a new store.
func withStore<Result>(_ body: (ContentStore) async throws -> Result) async throws -> Result {
    try await withTemporaryDirectory { try await body(ContentStore(directory: $0.appending("store"))) }
}

/// The digest of `bytes`, found without the store.
func contentDigest(_ bytes: [UInt8]) -> ContentDigest { ContentDigest(bytes: SHA256.hash(data: bytes)) }

extension BlobWriter {
    /// Appends an array's bytes.
    mutating func append(_ bytes: [UInt8]) throws(ContentStoreError) {
        // The array outlives the call.
        try unsafe append(bytes.span.bytes)
    }
}

extension ContentStore {
    /// Every file below the store's directory, relative to it.
    func files() throws -> [String] {
        try Files.below(directory).map { String($0.string.dropFirst(directory.string.utf8.count + 1)) }.sorted()
    }

    /// Where the store keeps `bytes`, relative to its directory.
    func place(of bytes: [UInt8]) -> String {
        let name = contentDigest(bytes).rawValue
        return "\(name.prefix(2))/\(name)"
    }
}

/// Expects these files and no others below the store's directory.
func expectFiles(_ names: [String], in store: ContentStore, _ location: SourceLocation = #_sourceLocation) throws {
    #expect(try store.files() == names, sourceLocation: location)
}

/// Permission bits of a file or directory; nil where there is none.
func mode(_ path: FilePath) -> mode_t? {
    var status = stat()
    return unsafe stat(path.string, &status) == 0 ? status.st_mode & 0o777 : nil
}

/// Writes `bytes` at `path` behind the store's back.
func plant(_ bytes: [UInt8], at path: FilePath) throws {
    _ = unsafe unlink(path.string)
    try Data(bytes).write(to: URL(fileURLWithPath: path.string))
}

/// Expects this very error of the store.
func expectError(
    _ expected: ContentStoreError, _ location: SourceLocation = #_sourceLocation, _ body: () throws -> Void
) {
    let error = #expect(throws: ContentStoreError.self, sourceLocation: location) { try body() }
    #expect(error?.description == expected.description, sourceLocation: location)
}

/// Expects that a system call failed.
func expectFailure(
    _ errno: Errno, of operation: String, _ location: SourceLocation = #_sourceLocation, _ body: () throws -> Void
) {
    let error = #expect(throws: ContentStoreError.self, sourceLocation: location) { try body() }
    guard case .system(errno, operation, _) = error else {
        Issue.record("\(String(describing: error))", sourceLocation: location)
        return
    }
}
