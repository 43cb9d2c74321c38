import Scanning
import SystemPackage
import TestSupport
import Testing

@testable import SANEDriver

@Suite("The same paper, scanned twice", .timeLimit(.minutes(5)))
struct SamePaperTests {
    /// The ink of a file's image as a scan makes it.
    private func field(_ file: FilePath) async throws -> InkField {
        let picture = try await Picture(decoding: file)
        let layout = FrameLayout(
            format: .colour, isLast: true, bytesPerLine: picture.width * 3, pixelsPerLine: picture.width,
            lines: picture.height, depth: 8)
        let small = try #require(try scan([.init(layout: layout, bytes: picture.samples)]).previews.first)
        let map = try #require(InkMap(bytes: small.ink.bytes))
        #expect(map == small.ink && map.height == small.ink.height)
        return InkField(map)
    }

    @Test("is known among the sample papers, and forms that are filled in otherwise are not the same")
    func samples() async throws {
        var fields: [(name: String, field: InkField)] = []
        for file in try SamplePages.files() {
            fields.append((String(file.lastComponent?.string.prefix(2) ?? ""), try await field(file)))
        }
        for (name, field) in fields {
            for (other, otherField) in fields where other != name {
                let isSame = Set([name, other]) == ["03", "07"]
                #expect(field.isSamePaper(as: otherField) == isSame, "\(name) and \(other)")
            }
        }
    }

    @Test(
        "is known askew, moved, lighter or darker, with noise",
        arguments: [
            (0, "800,1150 1 0.8 815,1140", "3x-5"), (1, "827,1170 1 -1.5 820,1180", "-6x4"),
            (4, "827,1170 1.004 2 835,1165", "0x0"), (8, "827,1170 1 -0.7 810,1170", "5x0"),
        ] as [(Int, String, String)])
    func rescans(index: Int, placement: String, light: String) async throws {
        try await withTemporaryDirectory { folder in
            let file = try SamplePages.files()[index]
            let again = folder.appending("again.jpg")
            let result = try await runTool(
                "convert",
                [
                    file.string, "-virtual-pixel", "white", "-distort", "SRT", placement, "-brightness-contrast", light,
                    "-seed", "7", "-attenuate", "0.2", "+noise", "Gaussian", "-quality", "80", again.string,
                ])
            try #require(result.exitCode == 0, "\(result.errors)")
            let (first, second) = (try await field(file), try await field(again))
            #expect(first.isSamePaper(as: second))
            #expect(second.isSamePaper(as: first))
        }
    }
}
