import TestSupport
import Testing

/// In which order paper leaves the feeder, and where the next process goes on.
@Suite struct StackTests {
    private let five: [UInt8] = [10, 20, 30, 40, 50]

    @Test func `Simplex takes one file a sheet and goes on where the last process stopped`() async throws {
        try await withVirtualScanner(pages: .shades(five)) { scanner async throws in
            #expect(try await scanner.batch(VirtualScanner.feeder + ["--batch-count=2"]).shades == [10, 20])
            #expect(scanner.fed() == 2)
            #expect(try await scanner.batch().shades == [30, 40, 50])
        }
    }

    @Test func `Duplex takes front and back, and a missing last back is white`() async throws {
        try await withVirtualScanner(pages: .shades(five)) { scanner in
            let scans = try await scanner.batch(VirtualScanner.duplex)
            #expect(scans.shades == [10, 20, 30, 40, 50, 255])
            #expect(scanner.fed() == 5)
        }
    }

    @Test func `A sheet of which only the front was scanned is fed again`() async throws {
        try await withVirtualScanner(pages: .shades(five)) { scanner async throws in
            #expect(try await scanner.batch(VirtualScanner.duplex + ["--batch-count=3"]).shades == [10, 20, 30])
            #expect(scanner.fed() == 2)
            #expect(try await scanner.batch(VirtualScanner.duplex).shades == [30, 40, 50, 255])
        }
    }

    @Test func `An empty feeder says so until it is loaded again`() async throws {
        try await withVirtualScanner(pages: .shades([10])) { scanner in
            #expect(try await scanner.batch().shades == [10])
            let empty = try await scanner.batch()
            #expect(empty.pages.isEmpty)
            #expect(empty.result.exitCode == 7)
            try scanner.reload()
            #expect(try await scanner.batch().shades == [10])
        }
    }

    @Test func `With reload=auto the stack lies there again once its end was told`() async throws {
        try await withVirtualScanner(pages: .shades([10, 20]), settings: ["reload=auto"]) { scanner async throws in
            #expect(try await scanner.batch().shades == [10, 20])
            #expect(scanner.fed() == 0)
            #expect(try await scanner.batch().shades == [10, 20])
        }
    }

    @Test func `The flatbed shows the chosen page and leaves the stack alone`() async throws {
        try await withVirtualScanner(pages: .shades(five)) { scanner in
            let one = VirtualScanner.flatbed + ["--batch-count=1"]
            #expect(try await scanner.batch(one).shades == [10])
            #expect(try await scanner.batch(one + ["--flatbed-page", "4"]).shades == [40])
            #expect(scanner.fed() == 0)
            let beyond = try await scanner.batch(one + ["--flatbed-page", "6"])
            #expect(beyond.result.exitCode == 4)
            #expect(beyond.result.errors.contains("flatbed-page is 6, but"))
        }
    }

    @Test(.timeLimit(.minutes(1))) func `A second process finds the device busy, until the first ends`() async throws {
        try await withVirtualScanner(pages: .shades(five), settings: ["line-delay=5000"]) { scanner in
            let scans = try await scanner.batch { _ in
                try await scanner.wait { scanner.fed() > 0 }
                let second = try await scanner.scanimage(["-n"])
                #expect(second.exitCode == 1)
                #expect(second.errors.contains("Device busy"))
            }
            #expect(scans.shades == five)
            #expect(try await scanner.scanimage(["-n"]).exitCode == 0)
        }
    }

    @Test func `Slow lines take their time`() async throws {
        try await withVirtualScanner(pages: .shades([10]), settings: ["line-delay=5000"]) { scanner in
            let clock = ContinuousClock()
            var scans: Scans?
            let time = try await clock.measure { scans = try await scanner.batch() }
            #expect(scans?.shades == [10])
            // 80 lines.
            #expect(time >= .milliseconds(400))
        }
    }
}
