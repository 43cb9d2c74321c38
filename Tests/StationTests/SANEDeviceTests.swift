import ContentStore
import Dossiers
import FoundationEssentials
import Scanning
import Station
import SystemPackage
import TestSupport
import Testing

@Suite("Scanned with the worker and with scanimage", .timeLimit(.minutes(3)))
struct SANEDeviceTests {
    private static let quality = 100
    private static let size = PageSize(width: 60, height: 50)

    /// Scans one page of SANE's test device both ways.
    private func compare(
        _ mode: ColourMode, _ options: [(String, String)], lostPixels: Int = 0, resolution: Int = 75
    ) async throws -> ScannedPage {
        try await withVirtualScanner { scanner in
            let bench = try ScanBench(scanner)
            let settings = ScanSettings(
                scanner: ScannerSelection(name: "test:0"), source: .flatbed, resolution: resolution, colourMode: mode,
                quality: Self.quality, pageSize: Self.size,
                extraOptions: (options + [("ppl-loss", "\(lostPixels)")]).map { DriverOption(name: $0.0, value: $0.1) })
            let outcome = try await bench.scan(settings)
            #expect(outcome.ending == .flatbedDone)
            let page = try #require(bench.pages.first)
            let ours = try await Reference.pixels(
                ofJPEG: bench.store.path(of: page.page.digest), in: scanner.scratch)
            let theirs = try await Reference.pixels(
                ofScanImage: [
                    "-d", "test:0", "--mode", mode == .colour ? "Color" : "Gray", "--resolution", "\(resolution)",
                    "-l", "0", "-t", "0", "-x", "60", "-y", "50",
                ] + (mode == .bilevel ? ["--depth", "1"] : []) + options.map { "--\($0.0)=\($0.1)" },
                lostPixels: lostPixels, quality: Self.quality, environment: scanner.environment, in: scanner.scratch)
            #expect(ours.count == theirs.count && ours == theirs, "pixels differ")
            return page
        }
    }

    private static let pictures = ["Solid black", "Solid white", "Color pattern", "Grid"]

    @Test("the test device's pictures have the same pixels in grey and colour", arguments: pictures, [8, 16])
    func depths(picture: String, depth: Int) async throws {
        let options = [("test-picture", picture), ("depth", "\(depth)")]
        #expect(try await compare(.grey, options).page.colourMode == .grey)
        #expect(try await compare(.colour, options).page.colourMode == .colour)
    }

    @Test("a page of one bit has the same pixels, and is recorded as bilevel", arguments: pictures)
    func bilevel(picture: String) async throws {
        let page = try await compare(.bilevel, [("test-picture", picture)])
        #expect(page.page.colourMode == .bilevel)
    }

    @Test(
        "three passes have the same pixels in each of their orders",
        arguments: ["RGB", "RBG", "GBR", "GRB", "BRG", "BGR"])
    func threePass(order: String) async throws {
        _ = try await compare(
            .colour,
            [
                ("three-pass", "yes"), ("three-pass-order", order),
                ("test-picture", "Color pattern"),
            ])
    }

    @Test(
        "lines with lost pixels at their end have the pixels that are left; scanimage shears such a page",
        arguments: [1, 17, 128])
    func padded(lostPixels: Int) async throws {
        _ = try await compare(.colour, [("test-picture", "Color pattern")], lostPixels: lostPixels)
        _ = try await compare(.grey, [("test-picture", "Color pattern")], lostPixels: lostPixels)
    }

    @Test("pages that are announced wrongly before they start have the same pixels")
    func fuzzy() async throws {
        _ = try await compare(.colour, [("fuzzy-parameters", "yes"), ("test-picture", "Color pattern")])
    }

    @Test("reads of any size have the same pixels", arguments: [1, 7, 100, 4096, 65536])
    func readLimit(size: Int) async throws {
        _ = try await compare(
            .colour,
            [("read-limit", "yes"), ("read-limit-size", "\(size)"), ("test-picture", "Color pattern")], resolution: 40)
    }

    @Test("odd ways of reading have the same pixels", arguments: ["non-blocking", "select-fd", "read-delay"])
    func reading(option: String) async throws {
        _ = try await compare(.grey, [(option, "yes"), ("test-picture", "Grid")])
    }

    @Test(
        "a page whose height only its end tells has the scanner's true height and pixels",
        arguments: [ColourMode.grey, .colour])
    func handScanner(mode: ColourMode) async throws {
        // 75 dpi over 65 mm are 192 lines, whole rows of blocks: see the encoder's tests for the others.
        try await withVirtualScanner { scanner in
            let bench = try ScanBench(scanner)
            let options = [("hand-scanner", "yes"), ("test-picture", "Color pattern")]
            let outcome = try await bench.scan(
                ScanSettings(
                    scanner: ScannerSelection(name: "test:0"), source: .flatbed, resolution: 75, colourMode: mode,
                    quality: 100, pageSize: PageSize(width: 110, height: 65),
                    extraOptions: options.map { DriverOption(name: $0.0, value: $0.1) }))
            #expect(outcome.ending == .flatbedDone)
            let page = try #require(bench.pages.first?.page)
            let file = bench.store.path(of: page.digest)
            let identified = try await runTool("identify", ["-format", "%w %h %x %U", file.string])
            #expect(identified.output == "\(page.width) \(page.height) 75 PixelsPerInch")
            #expect(page.height >= 190)
        }
    }

    @Test("sizes and densities are what ImageMagick reads, and the resolution is the one delivered")
    func identify() async throws {
        try await withVirtualScanner(pages: .samples(1)) { scanner in
            let bench = try ScanBench(scanner)
            _ = try await bench.scan(
                ScanSettings(scanner: ScannerSelection(name: scanner.device), source: .feeder, resolution: 1200))
            let page = try #require(bench.pages.first?.page)
            // The feeder goes up to 600 dpi.
            #expect(page.resolution == 600)
            let file = bench.store.path(of: page.digest)
            let result = try await runTool("identify", ["-format", "%m %w %h %x %y %U", file.string])
            #expect(result.output == "JPEG \(page.width) \(page.height) 600 600 PixelsPerInch")
            #expect(page.byteLength == bench.store.byteLength(of: page.digest))
        }
    }

    @Test("colour of one bit, on which scanimage aborts, has the test device's eight colours")
    func colourBits() async throws {
        try await withVirtualScanner { scanner in
            let bench = try ScanBench(scanner)
            _ = try await bench.scan(
                ScanSettings(
                    scanner: ScannerSelection(name: "test:0"), source: .flatbed, resolution: 75, quality: 100,
                    pageSize: Self.size,
                    extraOptions: [
                        DriverOption(name: "depth", value: "1"),
                        DriverOption(name: "test-picture", value: "Color pattern"),
                    ]))
            let page = try #require(bench.pages.first?.page)
            let pixels = try await Reference.pixels(ofJPEG: bench.store.path(of: page.digest), in: scanner.scratch)
            let samples = pixels.suffix(page.width * page.height * 3)
            let row = samples.dropFirst(8 * page.width * 3)
            // Stripes of 16 pixels: the bits of their number are blue, green and red.
            for stripe in 0..<8 {
                let pixel = Array(row.dropFirst((stripe * 16 + 8) * 3).prefix(3)).map { $0 > 127 }
                #expect(pixel == [stripe & 4 != 0, stripe & 2 != 0, stripe & 1 != 0], "stripe \(stripe)")
            }
        }
    }

    @Test("ten equal pages of the test device's feeder are ten pages of one content")
    func tenPages() async throws {
        try await withVirtualScanner { scanner in
            let bench = try ScanBench(scanner)
            let outcome = try await bench.scan(
                ScanSettings(
                    scanner: ScannerSelection(name: "test:0"), source: .feeder, resolution: 50, pageSize: Self.size))
            #expect(outcome == ScanOutcome(pagesSaved: 10, source: .feeder, ending: .feederEmpty))
            #expect(Set(bench.pages.map(\.page.digest)).count == 1)
        }
    }

    @Test(
        "every status that a read can return ends the scan with its own name",
        arguments: [
            ("UNSUPPORTED", ScannerStatus.unsupported), ("CANCELLED", .cancelled), ("DEVICE_BUSY", .deviceBusy),
            ("INVAL", .invalid), ("EOF", .endOfFile), ("JAMMED", .jammed), ("NO_DOCS", .noDocuments),
            ("COVER_OPEN", .coverOpen), ("IO_ERROR", .ioError), ("NO_MEM", .noMemory),
            ("ACCESS_DENIED", .accessDenied),
        ])
    func statuses(name: String, status: ScannerStatus) async throws {
        try await withVirtualScanner { scanner in
            let outcome = try await ScanBench(scanner).scan(
                ScanSettings(
                    scanner: ScannerSelection(name: "test:0"), source: .flatbed, resolution: 50, pageSize: Self.size,
                    extraOptions: [DriverOption(name: "read-return-value", value: "SANE_STATUS_\(name)")]))
            #expect(outcome == ScanOutcome(pagesSaved: 0, source: .flatbed, ending: .fault(.scanner(status))))
        }
    }

    @Test("an image of the pnm device has the same pixels", arguments: [false, true])
    func pnm(isThreePass: Bool) async throws {
        try await withVirtualScanner { scanner in
            let bench = try ScanBench(scanner)
            let image = scanner.scratch.appending("image.ppm")
            let decoded = try await runTool(
                "djpeg", ["-outfile", image.string, SamplePages.files()[0].string])
            #expect(decoded.exitCode == 0)
            var options = [DriverOption(name: "filename", value: image.string)]
            if isThreePass { options.append(DriverOption(name: "three-pass", value: "yes")) }
            let outcome = try await bench.scan(
                ScanSettings(
                    scanner: ScannerSelection(name: "pnm:0"), source: .flatbed, quality: 100, pageSize: Self.size,
                    extraOptions: options))
            #expect(outcome.ending == .flatbedDone)
            let page = try #require(bench.pages.first?.page)
            let ours = try await Reference.pixels(ofJPEG: bench.store.path(of: page.digest), in: scanner.scratch)
            let theirs = try await Reference.pixels(
                ofScanImage: ["-d", "pnm:0", "--filename=\(image)"], quality: 100, environment: scanner.environment,
                in: scanner.scratch)
            #expect(ours.count == theirs.count && ours == theirs, "pixels differ")
        }
    }

    @Test("an option that the driver does not know ends the scan with its name")
    func unknownOption() async throws {
        try await withVirtualScanner { scanner in
            let outcome = try await ScanBench(scanner).scan(
                ScanSettings(
                    scanner: ScannerSelection(name: "test:0"), source: .flatbed,
                    extraOptions: [DriverOption(name: "df-action", value: "Stop")]))
            #expect(outcome.ending == .fault(.optionRefused("df-action")))
        }
    }
}
