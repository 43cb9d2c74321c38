import Foundation
import HTTPTypes
import SystemPackage
import TestSupport
import Testing

@Suite("The files of the officer's page", .timeLimit(.minutes(1)))
struct AssetTests {
    @Test("are all served as they stand in the repository, and again only when they have changed")
    func everyFile() async throws {
        let folder = Programs.package.appending("agent/Station/Web/Assets").string
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(names.count > 10)
        try await withOfficeBench { bench in
            let browser = bench.browser()
            for name in names {
                let path = name == "index.html" ? "/" : "/\(name)"
                let answer = try await browser.send(.get, path)
                #expect(answer.status == 200, "\(name)")
                let file = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
                #expect(answer.body == file, "\(name)")
                let type = ["html": "text/html", "css": "text/css", "js": "text/javascript"]
                let expected = try #require(type[String(name.split(separator: ".").last!)])
                #expect(answer.headers[.contentType]?.hasPrefix(expected) == true, "\(name)")
                let tag = try #require(answer.headers[.eTag])
                #expect(try await browser.send(.get, path, headers: [.ifNoneMatch: tag]).status == 304, "\(name)")

                let packed = try await browser.send(.get, path, headers: [.acceptEncoding: "gzip, br"])
                #expect(packed.headers[.contentEncoding] == "gzip", "\(name)")
                #expect(packed.body.count < file.count, "\(name)")
                let packedFile = NSTemporaryDirectory() + UUID().uuidString + ".gz"
                defer { try? FileManager.default.removeItem(atPath: packedFile) }
                try packed.body.write(to: URL(filePath: packedFile))
                let unpacked = try await runTool("gunzip", ["--stdout", packedFile])
                #expect(unpacked.output == String(decoding: file, as: UTF8.self), "\(name)")
                let packedTag = try #require(packed.headers[.eTag])
                #expect(packedTag != tag, "two representations, two tags")
                let again: HTTPFields = [.acceptEncoding: "gzip", .ifNoneMatch: packedTag]
                #expect(try await browser.send(.get, path, headers: again).status == 304, "\(name)")
            }
        }
    }
}
