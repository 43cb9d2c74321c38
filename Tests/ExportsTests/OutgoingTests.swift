import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import Exports

@Suite("Files on their way out", .timeLimit(.minutes(2)))
struct OutgoingTests {
    @Test("An archive holds every file below a folder as it is, and others' programs find nothing wrong with it")
    func zip() async throws {
        try await withTemporaryDirectory { root in
            let folder = root.appending("tui")
            try FileManager.default.createDirectory(
                atPath: folder.appending("data/pages").string, withIntermediateDirectories: true)
            var random = Seeded(1)
            // Longer than a piece, empty, and one byte.
            let contents: [(String, Data)] = [
                ("bagit.txt", Data()),
                ("data/pages/0001.jpg", Data((0..<700_000).map { _ in .random(in: 0...255, using: &random) })),
                ("data/x", Data([7])),
            ]
            for (name, bytes) in contents { try bytes.write(to: URL(filePath: folder.appending(name).string)) }
            var archive = Data()
            // 05/07/2021 10:00:00 in Việt Nam.
            try DossierFile.pack(folder, as: "ho-so", at: moment) { archive += $0 }
            let file = root.appending("tui.zip").string
            try archive.write(to: URL(filePath: file))
            let script = """
                import sys, zipfile
                with zipfile.ZipFile(sys.argv[1]) as z:
                    assert z.testzip() is None
                    for i in z.infolist():
                        print(i.filename, i.file_size, i.date_time, oct(i.external_attr >> 16))
                    z.extractall(sys.argv[2])
                """
            let result = try await runTool("python3", ["-c", script, file, root.appending("ra").string])
            #expect(result.exitCode == 0, "\(result.errors)")
            #expect(
                result.output == """
                    ho-so/bagit.txt 0 (2021, 7, 5, 10, 0, 0) 0o100600
                    ho-so/data/pages/0001.jpg 700000 (2021, 7, 5, 10, 0, 0) 0o100600
                    ho-so/data/x 1 (2021, 7, 5, 10, 0, 0) 0o100600

                    """)
            for (name, bytes) in contents {
                let path = root.appending("ra/ho-so").appending(name).string
                #expect(try Data(contentsOf: URL(filePath: path)) == bytes)
            }
            #expect(throws: ZipWriter.TooLarge(limit: 700_000)) {
                try DossierFile.pack(folder, as: "ho-so", at: moment, limit: 700_000) { _ in }
            }
        }
    }

    @Test("A file that is being sent has no name any more; what fails or was left by a crash leaves nothing")
    func folder() async throws {
        try await withTemporaryDirectory { root in
            let path = root.appending("outgoing")
            try FileManager.default.createDirectory(
                atPath: path.appending("left.parts").string, withIntermediateDirectories: true)
            func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path.string) }
            let folder = OutgoingFolder(path)
            let file = try folder.make { try Data("xin chào".utf8).write(to: URL(filePath: $0.string)) }
            #expect(try names() == [])
            #expect(file.byteLength == 9)
            #expect(try file.read(at: 4, count: 100) == Array("chào".utf8))
            struct Failed: Error {}
            #expect(throws: Failed.self) {
                _ = try folder.make { path in
                    try FileManager.default.createDirectory(
                        atPath: path.string + ".parts", withIntermediateDirectories: false)
                    throw Failed()
                }
            }
            #expect(try names() == [])
        }
    }

    @Test("No more are made at a time than may be, and a place that is free is used again")
    func busy() async throws {
        try await withTemporaryDirectory { root in
            let folder = OutgoingFolder(root.appending("outgoing"))
            func nest(_ depth: Int) throws {
                _ = try folder.make { path in
                    if depth > 1 { try nest(depth - 1) }
                    try Data().write(to: URL(filePath: path.string))
                }
            }
            try nest(OutgoingFolder.mostAtOnce)
            #expect(throws: OutgoingFolder.Busy.self) { try nest(OutgoingFolder.mostAtOnce + 1) }
            try nest(OutgoingFolder.mostAtOnce)
        }
    }
}
