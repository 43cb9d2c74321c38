import FoundationEssentials
import Scanning
import SystemPackage
import TestSupport
import Testing

@testable import Importing

@Suite("A file that is read")
struct InputFileTests {
    @Test("is refused when somebody writes to it meanwhile")
    func changing() async throws {
        try await withTemporaryDirectory { folder in
            let path = folder.appending("a").string
            try Data("abc".utf8).write(to: URL(filePath: path))
            let file = try InputFile(path, limit: 10)
            try file.requireUnchanged()
            #expect(try file.read(at: 1, count: 5) == Array("bc".utf8))
            let other = try FileDescriptor.open(FilePath(path), .writeOnly, options: .append)
            try other.closeAfter { _ = try other.writeAll(Array("d".utf8)) }
            #expect(throws: ScanFault.file(.changing)) { try file.requireUnchanged() }
        }
    }
}
