import ContentStore
import Dossiers
import Exchange
import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import Exports
@testable import Registry

@Suite("Dossiers as PDF", .timeLimit(.minutes(5)))
struct DossierPDFTests {
    /// Six scanned pages in three papers, one of them turned, and a paper that is reused; corrected once.
    private func withDossier(_ body: (Cabinet, FilePath, [[UInt8]]) async throws -> Void) async throws {
        try await withCabinet { cabinet, folder in
            var station = try cabinet.station()
            var samples = try samplePages(7)
            samples[1].page.rotation = 90
            samples[2].page.rotation = 270
            let former = station.seal(documents: [.component(samples[0].page, samples[6].page)])
            try cabinet.accept(former, contents: [samples[0].bytes, samples[6].bytes])
            let sealed = station.seal(
                documents: [
                    .component(samples[0].page, samples[1].page),
                    .reused("H51.18-210301-0001", from: former.digest),
                    .result(
                        "57/2021", type: "Giấy khai sinh (bản chính)", samples[2].page, samples[3].page, samples[4].page
                    ),
                    .result("58/2021", samples[5].page),
                ], sealedAt: SampleStation.noon.addingTimeInterval(60), supersedes: [former.digest])
            try cabinet.accept(sealed, contents: samples.map(\.bytes))
            try await body(cabinet, folder, samples.prefix(6).map(\.bytes))
        }
    }

    @Test("The pages are the stored JPEGs byte by byte, in order, turned and as large as the paper")
    func pages() async throws {
        try await withDossier { cabinet, folder, contents in
            let file = folder.appending("ho-so.pdf")
            try cabinet.pdf().write(at: file)
            #expect(try names(folder) == ["data", "ho-so.pdf"])
            let check = try await output("qpdf", "--check", file.string)
            #expect(check.contains("No syntax or stream encoding errors found"))
            #expect(!check.contains("WARNING"))

            try await output("pdfimages", "-all", file.string, folder.appending("trang").string)
            for (index, bytes) in contents.enumerated() {
                let image = folder.appending("trang-00\(index).jpg").string
                #expect(try Data(contentsOf: URL(filePath: image)) == Data(bytes))
            }
            let info = try await output("pdfinfo", "-f", "1", "-l", "6", file.string)
            #expect(info.contains("Pages:           6"))
            #expect(info.contains("Title:           Hồ sơ H51.18-210615-0001"))
            // 1654 by 2339 pixels at 200 dpi: A4.
            #expect(info.contains("Page    1 size:  595.44 x 842.04 pts"))
            let turns = (1...6).map { page in
                info.contains("Page    \(page) rot:   90") ? 90 : info.contains("Page    \(page) rot:   270") ? 270 : 0
            }
            #expect(turns == [0, 90, 270, 0, 0, 0])
        }
    }

    @Test(
        "It keeps the rules of PDF/A-2b, and a reader of PDF finds title, bookmarks and where it comes from",
        .enabled(if: Outsiders.areThere, "\(Outsiders.explanation)"))
    func archive() async throws {
        try await withDossier { cabinet, folder, _ in
            let file = folder.appending("ho-so.pdf")
            try cabinet.pdf().write(at: file)
            let result = try await Outsiders.run("check_pdfa.py", file.string)
            #expect(result.exitCode == 0, "\(result.output) \(result.errors)")
            #expect(result.output == "6\n")
            let json = try await output("qpdf", "--json", "--json-key=outlines", file.string)
            for title in [
                "1. Thành phần: CCCD", "2. Thành phần: GCS (dùng lại từ hồ sơ H51.18-210301-0001",
                "3. Kết quả: Giấy khai sinh (bản chính), số 57/2021", "4. Kết quả: GKS, số 58/2021",
            ] { #expect(json.contains(title), "\(title)") }
            let outlines = try #require(
                (try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])?["outlines"]
                    as? [[String: Any]])
            #expect(outlines.map { $0["destpageposfrom1"] as? Int } == [1, nil, 3, 6])
            let xmp = try await output("pdfinfo", "-meta", file.string)
            #expect(xmp.contains("<dc:identifier>H51.18-210615-0001</dc:identifier>"))
            #expect(xmp.contains("urn:sha256:\(try cabinet.contents().manifests[1].digest)"))
            // Nobody is named.
            #expect(!String(decoding: try Data(contentsOf: URL(filePath: file.string)), as: UTF8.self).contains("Ánh"))
        }
    }

    @Test(
        "Grey and progressive pages, odd sizes and resolutions are kept as they are too",
        .enabled(if: Outsiders.areThere, "\(Outsiders.explanation)"))
    func unusualPages() async throws {
        try await withCabinet { cabinet, folder in
            let sample = try #require(try SamplePages.files().first).string
            var pages: [Page] = []
            var contents: [[UInt8]] = []
            let kinds: [(options: [String], width: Int, height: Int, resolution: Int)] = [
                (["-colorspace", "Gray", "-resize", "300x400!"], 300, 400, 300),
                (["-interlace", "JPEG", "-resize", "301x200!"], 301, 200, 150),
                (["-resize", "4x9!"], 4, 9, 600),
                (["-resize", "2000x30!"], 2000, 30, 1),
            ]
            for (index, kind) in kinds.enumerated() {
                let file = folder.appending("\(index).jpg").string
                try #require(try await runTool("convert", [sample] + kind.options + [file]).exitCode == 0)
                let bytes = Array(try Data(contentsOf: URL(filePath: file)))
                contents.append(bytes)
                pages.append(
                    Page(
                        digest: ContentDigest(sha256Of: bytes), byteLength: bytes.count, width: kind.width,
                        height: kind.height, resolution: kind.resolution, colourMode: .grey, scanner: nil,
                        scannedAt: SampleStation.noon))
            }
            var station = try cabinet.station()
            let document = Document(role: .arising, type: "x", authority: "a", level: .commune, pages: pages)
            try cabinet.accept(station.seal(documents: [document]), contents: contents)
            let pdf = folder.appending("ho-so.pdf")
            try cabinet.pdf().write(at: pdf)
            let result = try await Outsiders.run("check_pdfa.py", pdf.string)
            #expect(result.exitCode == 0 && result.output == "4\n", "\(result.output) \(result.errors)")
            try await output("pdfimages", "-all", pdf.string, folder.appending("trang").string)
            for (index, bytes) in contents.enumerated() {
                let image = folder.appending("trang-00\(index).jpg").string
                #expect(try Data(contentsOf: URL(filePath: image)) == Data(bytes))
            }
            let info = try await output("pdfinfo", "-f", "1", "-l", "4", pdf.string)
            #expect(info.contains("Page    1 size:  72 x 96 pts"))
            // Never smaller or larger than a page can be.
            #expect(info.contains("Page    3 size:  3 x 3 pts"))
            #expect(info.contains("Page    4 size:  14400 x 216 pts"))
        }
    }

    @Test("A page that is damaged, missing or no JPEG is named, and no file is left")
    func damaged() async throws {
        try await withCabinet { cabinet, folder in
            var station = try cabinet.station()
            let sample = try samplePages(1)[0]
            let noise = SampleContent.bytes(7, count: 300_000)
            try cabinet.accept(
                station.seal("H51.18-210615-0002", documents: [.component(SampleContent.page(noise))]),
                contents: [noise])
            try cabinet.accept(
                station.seal(documents: [.component(sample.page)]), contents: [sample.bytes])
            let file = folder.appending("ho-so.pdf")
            do {
                try cabinet.pdf("H51.18-210615-0002").write(at: file)
                Issue.record("noise was taken for a page")
            } catch let error as DossierExportError {
                #expect(error == .unusable(ContentDigest(sha256Of: noise), reason: "it is no JPEG"))
            }
            let stored = cabinet.store.path(of: sample.page.digest)
            var bytes = sample.bytes
            bytes[bytes.count - 100] ^= 1
            try FileManager.default.removeItem(atPath: stored.string)
            try Data(bytes).write(to: URL(filePath: stored.string))
            #expect(throws: DossierExportError.damaged(sample.page.digest)) { try cabinet.pdf().write(at: file) }
            try FileManager.default.removeItem(atPath: stored.string)
            #expect(throws: DossierExportError.damaged(sample.page.digest)) { try cabinet.pdf().write(at: file) }
            #expect(try names(folder) == ["data"])
        }
    }

    @Test("A dossier whose pages are awaited cannot be exported")
    func incomplete() async throws {
        try await withCabinet { cabinet, _ in
            var station = try cabinet.station()
            let sealed = station.seal(documents: [.component(SampleContent.page(1))])
            let terms = SubmissionTerms(now: moment, uploadLifetime: 60, isStored: { _, _ in false }) { _ in
                fatalError("no receipt is due")
            }
            _ = try cabinet.registry.announce(
                ReceivedManifest(
                    envelope: sealed.bytes, digest: sealed.digest, manifest: sealed.manifest, refusal: nil),
                terms: terms
            ).get()
            #expect(throws: DossierExportError.nothingComplete(sealed.manifest.dossier.code, commune)) {
                try cabinet.contents()
            }
        }
    }

    @Test("Five hundred pages take no more memory than a few")
    func manyPages() async throws {
        try await withCabinet { cabinet, folder in
            var station = try cabinet.station()
            // Bytes after the end of the image, to make the pages large.
            let samples = try samplePages(4).map { $0.bytes + [UInt8](repeating: 0, count: 300_000) }
            let pages = (0..<500).map { SampleContent.page(samples[$0 % 4]) }
            let document = Document(role: .component, type: "x", authority: "a", level: .commune, pages: pages)
            try cabinet.accept(station.seal(documents: [document]), contents: samples)
            let pdf = try cabinet.pdf()
            let file = folder.appending("ho-so.pdf")
            try Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))
            let before = try peakMemory()
            try pdf.write(at: file)
            let after = try peakMemory()
            let size = try FileManager.default.attributesOfItem(atPath: file.string)[.size] as? Int ?? 0
            #expect(size > 180 << 20)
            #expect(after - before < 30 << 10, "\(after - before) KB more for \(size) bytes")
            #expect(try await output("pdfinfo", file.string).contains("Pages:           500"))
        }
    }

    /// The most memory resident since it was last asked to forget, in KB.
    private func peakMemory() throws -> Int {
        let status = try String(contentsOf: URL(filePath: "/proc/self/status"), encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(Int(line.split(separator: " ")[1]))
    }
}
