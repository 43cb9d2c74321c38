import FoundationEssentials
import SystemPackage
import TestSupport
import Testing

/// What goes wrong on order, and how it goes on afterwards.
@Suite(.timeLimit(.minutes(2))) struct FaultTests {
    /// 4,800 bytes each at 200 dpi in grey.
    private let five: [UInt8] = [10, 20, 30, 40, 50]

    @Test(arguments: [
        ("jam", 6, "Document feeder jammed"), ("no-docs", 7, "Document feeder out of documents"),
        ("cover-open", 8, "Scanner cover is open"), ("io-error", 9, "Error during device I/O"),
    ])
    func `A fault before a page gives its status, once, and the page comes next time`(
        kind: String, status: Int32, message: String
    ) async throws {
        try await withVirtualScanner(pages: .shades(five), faults: ["\(kind)@3"]) { scanner in
            let first = try await scanner.batch()
            #expect(first.shades == [10, 20])
            // scanimage takes the end of the paper for success when pages came before it.
            #expect(first.result.exitCode == (kind == "no-docs" ? 0 : status))
            #expect(first.result.errors.contains("sane_start: \(message)"))
            #expect(scanner.played() == ["\(kind)@3"])

            let second = try await scanner.batch()
            #expect(second.shades == [30, 40, 50])
            #expect(second.result.exitCode == 0)
        }
    }

    @Test(arguments: [
        ("jam", 6, "Document feeder jammed"), ("no-docs", 7, "Document feeder out of documents"),
        ("cover-open", 8, "Scanner cover is open"), ("io-error", 9, "Error during device I/O"),
    ])
    func `A fault within a page gives its status from sane_read, and the page comes whole next time`(
        kind: String, status: Int32, message: String
    ) async throws {
        try await withVirtualScanner(pages: .shades(five), faults: ["\(kind)@2:1234"]) { scanner in
            let first = try await scanner.batch()
            #expect(first.shades == [10])
            #expect(first.result.exitCode == (kind == "no-docs" ? 0 : status))
            #expect(first.result.errors.contains("sane_read: \(message)"))
            #expect(try await scanner.batch().shades == [20, 30, 40, 50])
        }
    }

    @Test func `A fault ordered with an exclamation mark comes every time`() async throws {
        try await withVirtualScanner(pages: .shades(five), faults: ["jam@2!"]) { scanner in
            #expect(try await scanner.batch().shades == [10])
            #expect(try await scanner.batch().pages.isEmpty)
            try scanner.order([])
            #expect(try await scanner.batch().shades == [20, 30, 40, 50])
        }
    }

    @Test func `A fault written twice comes twice`() async throws {
        try await withVirtualScanner(pages: .shades([10]), faults: ["jam@1", "jam@1"]) { scanner async throws in
            #expect(try await scanner.batch().result.exitCode == 6)
            #expect(try await scanner.batch().result.exitCode == 6)
            #expect(try await scanner.batch().shades == [10])
        }
    }

    @Test func `Faults of the configuration and of the option play too`() async throws {
        try await withVirtualScanner(pages: .shades(five), settings: ["fault=jam@2,io-error@3"]) {
            scanner async throws in
            #expect(try await scanner.batch().shades == [10])
            #expect(try await scanner.batch().shades == [20])
            #expect(try await scanner.batch(VirtualScanner.feeder + ["--fault", "cover-open@4"]).shades == [30])
            #expect(try await scanner.batch().shades == [40, 50])
        }
    }

    @Test func `A jam at the back of a sheet feeds its front again`() async throws {
        try await withVirtualScanner(pages: .shades(five), faults: ["jam@4"]) { scanner async throws in
            #expect(try await scanner.batch(VirtualScanner.duplex).shades == [10, 20, 30])
            #expect(try await scanner.batch(VirtualScanner.duplex).shades == [30, 40, 50, 255])
        }
    }

    @Test func `A fault can be ordered while a scan runs`() async throws {
        try await withVirtualScanner(pages: .shades(five), settings: ["line-delay=8000"]) { scanner in
            let first = try await scanner.batch { _ in
                try await scanner.wait { scanner.fed() == 1 }
                try scanner.order(["jam@4", "line-delay=0"])
            }
            #expect(first.shades == [10, 20, 30])
            #expect(first.result.exitCode == 6)
        }
    }

    @Test func `A busy device opens at the next try`() async throws {
        try await withVirtualScanner(pages: .shades(five), faults: ["busy"]) { scanner in
            let first = try await scanner.batch()
            #expect(first.result.exitCode == 1)
            #expect(first.result.errors.contains("open of device sohoafeeder:desk failed: Device busy"))
            #expect(try await scanner.batch().shades == five)
        }
    }

    @Test(arguments: ["hang@3", "hang@3:2000"])
    func `A device that hangs keeps others out until its process is killed`(fault: String) async throws {
        try await withVirtualScanner(pages: .shades(five), faults: [fault]) { scanner in
            let first = try await scanner.batch { running in
                try await scanner.wait { scanner.played() == [fault] }
                let second = try await scanner.scanimage(["-n"])
                #expect(second.errors.contains("Device busy"))
                #expect(running.isRunning)
                running.kill()
            }
            #expect(first.result.signal == 9)
            #expect(first.shades == [10, 20])
            #expect(try await scanner.batch().shades == [30, 40, 50])
        }
    }

    @Test(arguments: ["crash@3", "crash@3:2000"])
    func `A crash takes the process with it and leaves the stack`(fault: String) async throws {
        try await withVirtualScanner(pages: .shades(five), faults: [fault]) { scanner in
            let first = try await scanner.batch()
            #expect(first.result.signal == 11)
            #expect(first.shades == [10, 20])
            #expect(try await scanner.batch().shades == [30, 40, 50])
        }
    }

    @Test func `A damaged page is named, and comes when it was mended`() async throws {
        let page = try #require(try SamplePages.files().first)
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: page.string)))
        let stack = VirtualStack([.file(page), .data(Array(bytes.prefix(bytes.count / 2)), ending: "jpg"), .file(page)])
        try await withVirtualScanner(pages: stack) { scanner in
            let low = VirtualScanner.feeder + ["--resolution", "75"]
            let first = try await scanner.batch(low)
            #expect(first.pages.count == 1)
            #expect(first.result.exitCode == 9)
            #expect(first.result.errors.contains("00002.jpg: Premature end of JPEG file"))

            try Data(bytes).write(to: URL(filePath: scanner.pages.appending("00002.jpg").string))
            let second = try await scanner.batch(low)
            #expect(second.pages == [first.pages[0], first.pages[0]])
        }
    }

    @Test(arguments: [("jpg", "neither JPEG nor PNM", "hello"), ("pgm", "ends too early", "P5 9 9 255 short")])
    func `A file that is no page is named`(ending: String, reason: String, content: String) async throws {
        try await withVirtualScanner(pages: VirtualStack([.data(Array(content.utf8), ending: ending)])) { scanner in
            let scans = try await scanner.batch()
            #expect(scans.result.exitCode == 9)
            #expect(scans.result.errors.contains("00001.\(ending): \(reason)"))
        }
    }

    @Test func `A state file of something else is named and not overwritten`() async throws {
        try await withVirtualScanner(pages: .shades([10]), settings: ["state=desk.pages/00001.pgm"]) { scanner in
            let file = scanner.pages.appending("00001.pgm").string
            let before = try Data(contentsOf: URL(filePath: file))
            let scans = try await scanner.batch()
            #expect(scans.result.exitCode == 1)
            #expect(scans.result.errors.contains("00001.pgm: not a state of this feeder"))
            #expect(try Data(contentsOf: URL(filePath: file)) == before)
        }
    }
}
