import FoundationEssentials
import SystemPackage
import TestSupport
import Testing

/// What the pages look like.
@Suite struct PixelTests {
    @Test(arguments: [(75, 620, 877), (200, 1654, 2339), (300, 2480, 3508)])
    func `A folder is scanned page by page at the size of the resolution`(
        resolution: Int, width: Int, height: Int
    ) async throws {
        try await withVirtualScanner(pages: .samples(4)) { scanner in
            let scans = try await scanner.batch(
                VirtualScanner.feeder + ["--mode", "Color", "--resolution", "\(resolution)"])
            #expect(scans.result.exitCode == 0)
            #expect(scans.result.errors.contains("Document feeder out of documents"))
            #expect(scans.pages.count == 4)
            for page in scans.pages {
                #expect(page.kind == "P6")
                #expect(page.width == width)
                #expect(page.height == height)
                #expect(page.samples.count == 3 * width * height)
            }
            #expect(scanner.fed() == 4)
        }
    }

    @Test(arguments: [("Color", []), ("Gray", ["-grayscale"])])
    func `At its own resolution a page has the pixels that djpeg decodes`(
        mode: String, options: [String]
    ) async throws {
        let files = try SamplePages.files()
        try await withVirtualScanner(pages: .samples) { scanner in
            let scans = try await scanner.batch(VirtualScanner.feeder + ["--mode", mode, "--resolution", "200"])
            try #require(scans.pages.count == files.count)
            for (file, page) in zip(files, scans.pages) {
                let decoded = scanner.scratch.appending("decoded.pnm")
                _ = try await runTool("djpeg", options + ["-outfile", decoded.string, file.string])
                #expect(try PNM(decoded) == page, "\(file)")
            }
        }
    }

    @Test func `Lineart is the grey scan, with 1 for what is darker than the middle`() async throws {
        try await withVirtualScanner(pages: .samples(1)) { scanner in
            let size = VirtualScanner.flatbed + ["--resolution", "150", "-x", "101"]
            let grey = try #require(try await scanner.batch(size + ["--batch-count=1"]).pages.first)
            let lineart = try #require(
                try await scanner.batch(size + ["--mode", "Lineart", "--batch-count=1"]).pages.first)
            #expect(lineart.kind == "P4")
            #expect(lineart.width == grey.width)
            // Not a multiple of 8, so that the filling of the last byte is seen.
            try #require(grey.width % 8 != 0)
            var wanted: [UInt8] = []
            for y in 0..<grey.height {
                let row = Array(grey.row(y))
                for first in stride(from: 0, to: grey.width, by: 8) {
                    wanted.append(
                        (0..<8).reduce(0) { byte, bit in
                            let black = first + bit < grey.width && row[first + bit] < 128
                            return byte << 1 | (black ? 1 : 0)
                        })
                }
            }
            #expect(lineart.samples == wanted)
        }
    }

    @Test func `Reducing averages, enlarging interpolates`() async throws {
        // Columns of 0 and 200 by turns, at 200 dpi.
        let columns = (0..<80 * 40).map { UInt8($0 % 2 * 200) }
        try await withVirtualScanner(pages: VirtualStack([.grey(columns, width: 80)])) { scanner in
            let half = try #require(try await scanner.batch(VirtualScanner.flatbed + onePage(100)).pages.first)
            #expect(half.width == 40)
            #expect(half.height == 20)
            #expect(half.samples.allSatisfy { $0 == 100 })

            let double = try #require(try await scanner.batch(VirtualScanner.flatbed + onePage(400)).pages.first)
            #expect(double.width == 160)
            #expect(double.height == 80)
            #expect(Array(double.row(40).prefix(8)) == [0, 50, 150, 150, 50, 50, 150, 150])
        }
    }

    @Test func `A part of the page is that part of its scan`() async throws {
        try await withVirtualScanner(pages: .samples(1)) { scanner in
            let whole = try #require(try await scanner.batch(VirtualScanner.flatbed + onePage(100)).pages.first)
            // 25.4 mm are 100 pixels.
            let area = ["-l", "50.8", "-t", "127", "-x", "76.2", "-y", "25.4"]
            let part = try #require(try await scanner.batch(VirtualScanner.flatbed + onePage(100) + area).pages.first)
            #expect(part.width == 300)
            #expect(part.height == 100)
            for y in 0..<part.height {
                #expect(Array(part.row(y)) == Array(Array(whole.row(500 + y))[200..<500]))
            }
        }
    }

    @Test func `The scan area holds the largest page, and is white beside a smaller one`() async throws {
        let small = VirtualStack.Page.grey(Array(repeating: 40, count: 30 * 30), width: 30)
        let large = VirtualStack.Page.grey(Array(repeating: 80, count: 50 * 60), width: 50)
        try await withVirtualScanner(pages: VirtualStack([small, large])) { scanner in
            let pages = try await scanner.batch().pages
            try #require(pages.count == 2)
            #expect(pages.allSatisfy { $0.width == 50 && $0.height == 60 })
            #expect(Array(pages[0].row(29)) == Array(repeating: 40, count: 30) + Array(repeating: 255, count: 20))
            #expect(Array(pages[0].row(30)) == Array(repeating: 255, count: 50))
            #expect(pages[1].samples.allSatisfy { $0 == 80 })
        }
    }

    @Test func `Every kind of PNM is fed`() async throws {
        let files: [(String, String)] = [
            ("P1 # a bitmap\n2 1\n1 0", "pbm"), ("P2 2 1 1000 0 1000", "pgm"), ("P3 2 1 9 0 0 0 9 9 9", "ppm"),
            ("P4 2 1\n\u{7f}", "pbm"), ("P5 2 1 255\n\u{0}\u{7f}", "pgm"),
            ("P6 2 1 255\n\u{0}\u{0}\u{0}\u{7f}\u{7f}\u{7f}", "pnm"),
        ]
        let stack = VirtualStack(files.map { .data(Array($0.utf8), ending: $1) })
        try await withVirtualScanner(pages: stack) { scanner in
            let pages = try await scanner.batch().pages
            #expect(pages.map(\.samples) == [[0, 255], [0, 255], [0, 255], [255, 0], [0, 127], [0, 127]])
        }
    }

    @Test func `A device of unknown height gives the same page`() async throws {
        try await withVirtualScanner(pages: .samples(1), settings: ["unknown-height"]) { scanner in
            let plain = try scanner.addingDevice(named: "plain", pages: .samples(1))
            let parameters = try await scanner.scanimage(["--dont-scan", "-v"])
            #expect(parameters.exitCode == 0)
            #expect(try await scanner.batch().pages == plain.batch().pages)
        }
    }

    @Test func `Padding stands behind the pixels of each line`() async throws {
        try await withVirtualScanner(pages: .samples(1), settings: ["padding=5"]) { scanner in
            let plain = try scanner.addingDevice(named: "plain", pages: .samples(1))
            let padded = try #require(try await scanner.batch().pages.first)
            let wanted = try #require(try await plain.batch().pages.first)
            #expect(padded.width == wanted.width)
            #expect(padded.samples.count == (wanted.width + 5) * wanted.height)
            for y in 0..<wanted.height { #expect(padded.row(y).prefix(wanted.width) == wanted.row(y)) }
        }
    }

    private func onePage(_ resolution: Int) -> [String] {
        ["--resolution", "\(resolution)", "--batch-count=1"]
    }
}
