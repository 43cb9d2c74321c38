import ContentStore
import Dossiers
import FoundationEssentials
import Scanning
import Station
import SystemPackage
import TestSupport
import Testing

@Suite("A supervised scan", .timeLimit(.minutes(2)))
struct ScanSupervisorTests {
    @Test("of a stack keeps every page in order, durable before the next is asked for")
    func wholeStack() async throws {
        try await withVirtualScanner(pages: .samples(4)) { scanner in
            let bench = try ScanBench(scanner)
            let outcome = try await bench.scan { page in
                #expect(bench.store.contains(page.page.digest))
                #expect(scanner.fed() == page.number)
            }
            #expect(outcome == ScanOutcome(pagesSaved: 4, source: .feeder, ending: .feederEmpty))
            #expect(bench.pages.map(\.number) == [1, 2, 3, 4])
            #expect(Set(bench.pages.map(\.page.digest)).count == 4)
        }
    }

    @Test("keeps what was saved before a jam, and goes on from the jammed sheet")
    func jamAndResume() async throws {
        try await withVirtualScanner(pages: .samples(5), faults: ["jam@3"]) { scanner in
            let bench = try ScanBench(scanner)
            let jammed = try await bench.scan()
            #expect(jammed == ScanOutcome(pagesSaved: 2, source: .feeder, ending: .fault(.scanner(.jammed))))
            #expect(jammed.resumeText().vietnamese == "2 trang đã lưu; nạp lại từ tờ 3")

            let rest = try await bench.scan()
            #expect(rest.ending == .feederEmpty)
            #expect(jammed.pagesSaved + rest.pagesSaved == 5)
            #expect(Set(bench.pages.map(\.page.digest)).count == 5)
        }
    }

    @Test("kills a driver that hangs within the patience, and the next scan works")
    func hang() async throws {
        try await withVirtualScanner(pages: .samples(3), faults: ["hang@2"]) { scanner in
            let bench = try ScanBench(scanner, patience: .seconds(4))
            let began = ContinuousClock.now
            let hung = try await bench.scan()
            #expect(hung == ScanOutcome(pagesSaved: 1, source: .feeder, ending: .hang))
            #expect(began.duration(to: .now) < .seconds(20))
            try scanner.order([])
            #expect(try await bench.scan().ending == .feederEmpty)
        }
    }

    @Test("says how a scan ended though the driver hangs on being let go of", arguments: [nil, "jam@3"])
    func hangOnCancel(fault: String?) async throws {
        let faults = [fault, "cancel-hang"].compactMap { $0 }
        try await withVirtualScanner(pages: .samples(3), faults: faults) { scanner in
            let bench = try ScanBench(scanner, patience: .seconds(2))
            let outcome = try await bench.scan()
            #expect(outcome.pagesSaved == (fault == nil ? 3 : 2))
            #expect(outcome.ending == (fault == nil ? .feederEmpty : .fault(.scanner(.jammed))))
            #expect(scanner.played().last == "cancel-hang")
            try scanner.order([])
            #expect(try await bench.scan().pagesSaved == 3 - outcome.pagesSaved)
        }
    }

    @Test("has more patience while scanners are looked for than with a silent driver, and says that it looks")
    func slowSearch() async throws {
        try await withVirtualScanner(pages: .samples(1), settings: ["search-delay=4000"]) { scanner in
            let bench = try ScanBench(scanner, patience: .seconds(2))
            var settings = bench.settings()
            settings.scanner = ScannerSelection(vendor: "Sohoa")
            #expect(try await bench.scan(settings).ending == .feederEmpty)
            #expect(bench.progress.first == .searching)
        }
    }

    @Test("kills a driver that hangs in the middle of a page too, and when it is opened for the first")
    func hangElsewhere() async throws {
        for fault in ["hang@1", "hang@1:50000"] {
            try await withVirtualScanner(pages: .samples(1), faults: [fault]) { scanner in
                let outcome = try await ScanBench(scanner, patience: .seconds(1)).scan()
                #expect(outcome.ending == .hang)
                #expect(outcome.pagesSaved == 0)
            }
        }
    }

    @Test("survives a driver that crashes, and the next scan works")
    func crash() async throws {
        try await withVirtualScanner(pages: .samples(3), faults: ["crash@2"]) { scanner in
            let bench = try ScanBench(scanner)
            let crashed = try await bench.scan()
            #expect(crashed.pagesSaved == 1)
            guard case .crash = crashed.ending else {
                Issue.record("ended with \(crashed.ending)")
                return
            }
            try scanner.order([])
            #expect(try await bench.scan().ending == .feederEmpty)
        }
    }

    @Test("keeps of a page that the driver ends early what came, under the digest of what is stored, and flags it")
    func endsEarly() async throws {
        try await withVirtualScanner(pages: .samples(2), faults: ["eof@1:200000"]) { scanner in
            let bench = try ScanBench(scanner)
            #expect(try await bench.scan().ending == .feederEmpty)
            let pages = bench.pages.map(\.page)
            try #require(pages.count == 2)
            #expect(pages.map { $0.flags.contains(.cutShort) } == [true, false])
            #expect(pages[0].height < pages[1].height / 2)
            for page in pages { #expect(try bench.store.check(page.digest) == .whole) }
            let file = bench.store.path(of: pages[0].digest).string
            let size = try await runTool("identify", ["-format", "%w %h", file])
            #expect(size.output == "\(pages[0].width) \(pages[0].height)")
        }
    }

    @Test("in duplex knows when it ended within a sheet")
    func duplex() async throws {
        try await withVirtualScanner(pages: .samples(6), faults: ["jam@4"]) { scanner in
            let bench = try ScanBench(scanner)
            let outcome = try await bench.scan(bench.settings(source: .duplex))
            #expect(outcome == ScanOutcome(pagesSaved: 3, source: .duplex, ending: .fault(.scanner(.jammed))))
            #expect(outcome.endsWithinSheet)
            #expect(bench.pages.map(\.sheet) == [1, 1, 2])
            #expect(bench.pages.map(\.side) == [.front, .back, .front])
        }
    }

    @Test("does not kill a scanner that is slow and goes on")
    func slow() async throws {
        try await withVirtualScanner(pages: .samples(1), faults: ["line-delay=70000"]) { scanner in
            let bench = try ScanBench(scanner, patience: .seconds(3))
            var settings = bench.settings()
            settings.pageSize = PageSize(width: 50, height: 30)
            let began = ContinuousClock.now
            #expect(try await bench.scan(settings).ending == .feederEmpty)
            #expect(began.duration(to: .now) > .seconds(5))
        }
    }

    @Test("waits for a scanner that is busy for a moment, and says so")
    func busyForAMoment() async throws {
        try await withVirtualScanner(pages: .samples(1), faults: ["busy"]) { scanner in
            let bench = try ScanBench(scanner)
            #expect(try await bench.scan().ending == .feederEmpty)
            #expect(bench.progress.contains(.waiting(.deviceBusy)))
        }
    }

    @Test("gives up on a scanner that stays busy")
    func busy() async throws {
        try await withVirtualScanner(pages: .samples(1), faults: ["busy!"]) { scanner in
            let outcome = try await ScanBench(scanner).scan()
            #expect(outcome.ending == .fault(.scanner(.deviceBusy)))
        }
    }

    @Test("by a worker whose station is gone ends by itself, and leaves no half page behind")
    func orphan() async throws {
        try await withVirtualScanner(pages: .samples(2), faults: ["line-delay=5000"]) { scanner in
            let bench = try ScanBench(scanner)
            let job = try JSONEncoder().encode(WorkerRequest.scan(bench.job(bench.settings())))
            let result = try await runTool(
                "sh", ["-c", "(echo \"$JOB\"; sleep 1) | \"$AGENT\" scan-worker"],
                environment: scanner.environment.merging([
                    "JOB": String(decoding: job, as: UTF8.self), "AGENT": Programs.agent.string,
                ]) { $1 }, within: .seconds(10))
            #expect(result.exitCode == 70)
            #expect(result.output.contains("pageStarted"))
            let left = try FileManager.default.contentsOfDirectory(atPath: bench.store.directory.string)
            #expect(left.allSatisfy { !$0.hasPrefix("tmp") }, "\(left)")
        }
    }

    @Test("is refused while another one of the same spool runs")
    func oneAtATime() async throws {
        try await withVirtualScanner(pages: .samples(2)) { scanner in
            let bench = try ScanBench(scanner)
            _ = try await bench.scan { _ in
                await #expect(throws: ScanError.alreadyRunning) { _ = try await ScanBench(scanner).scan() }
            }
        }
    }

    @Test("stops when the user asks, with the saved pages kept")
    func stop() async throws {
        try await withVirtualScanner(pages: .samples(5)) { scanner in
            let bench = try ScanBench(scanner)
            let stop = ScanStop()
            let outcome = try await bench.scan(stop: stop) { page in
                if page.number == 2 {
                    stop.request()
                    try await Task.sleep(for: .milliseconds(500))
                }
            }
            #expect(outcome == ScanOutcome(pagesSaved: 2, source: .feeder, ending: .cancelled))
        }
    }

    @Test("ends with a fault when the spool does not take a page, which does not count")
    func spoolFull() async throws {
        struct Full: Error {}
        try await withVirtualScanner(pages: .samples(3)) { scanner in
            let bench = try ScanBench(scanner)
            let outcome = try await bench.scan { page in if page.number == 2 { throw Full() } }
            #expect(outcome.pagesSaved == 1)
            #expect(outcome.ending == .fault(.storage("Full()")))
        }
    }

    @Test("says that there is no scanner when the one named is not there")
    func noScanner() async throws {
        try await withVirtualScanner { scanner in
            let bench = try ScanBench(scanner)
            let outcome = try await bench.scan(ScanSettings(scanner: ScannerSelection(name: "sohoafeeder:gone")))
            #expect(outcome.pagesSaved == 0)
            #expect(outcome.ending == .fault(.noScanner))
        }
    }

    @Test("finds a scanner again whose connection has another name now")
    func namedAnew() async throws {
        try await withVirtualScanner(pages: .samples(1)) { scanner in
            let bench = try ScanBench(scanner)
            let before = ScannerSelection(name: "sohoafeeder:gone", vendor: "Noname", model: "frontend-tester")
            let outcome = try await bench.scan(
                ScanSettings(scanner: before, source: .flatbed, pageSize: PageSize(width: 50, height: 50)))
            #expect(outcome == ScanOutcome(pagesSaved: 1, source: .flatbed, ending: .flatbedDone))
            #expect(bench.pages.first?.page.scanner == "Noname frontend-tester (test:0)")
        }
    }
}
