import Dossiers
import Exchange
import FoundationEssentials
import Scanning
import Spool
import Station
import SystemPackage
import TestSupport
import Testing

@Suite("A scan into a dossier", .timeLimit(.minutes(2)))
struct DossierScannerTests {
    private static let code = DossierCode(rawValue: "H51-210615-0001")!

    /// A spool with one open dossier, and what scans into it.
    private func withDossier(
        on scanner: VirtualScanner, _ body: (Spool, DossierScanner) async throws -> Void
    ) async throws {
        let spool = try Spool(directory: scanner.scratch.appending("spool"), minimumFreeBytes: 0)
        let paper = Document(role: .component, type: "to-khai", authority: "xa-dai-tam", level: .commune)
        try await spool.openDossier(
            Dossier(code: Self.code, procedure: "1.001193", owner: Owner(name: "Mẫu"), componentsComplete: true),
            operatorName: "lan.tt", sheetsExpected: nil, drafts: [DocumentDraft(document: paper)])
        try await body(
            spool, DossierScanner(spool: spool, worker: Programs.agent, environment: scanner.environment))
    }

    /// Makes the spool that of an enrolled station, which the command wants.
    private func enrol(_ spool: Spool) throws {
        let answer = EnrolmentAnswer(
            station: StationID(), site: SiteID(rawValue: "xa-dai-tam")!, siteName: "Xã Đại Tâm", level: .commune,
            collector: "c", collectorKey: SigningKey().verificationKey.derRepresentation)
        try Credentials.store(
            EnrolledStation(answer: answer, collectorURL: "https://thu.example", enrolledAt: Date()),
            key: SigningKey(), in: spool.directory)
    }

    private func settings(_ name: String, _ source: ScanSource) -> ScanSettings {
        ScanSettings(scanner: ScannerSelection(name: name), source: source, resolution: 75)
    }

    @Test("knows between front and back that the sheet is to be fed again, whatever ends the program then")
    func halfSheets() async throws {
        try await withVirtualScanner(pages: .shades([10, 60, 110, 160])) { scanner in
            try await withDossier(on: scanner) { spool, bench in
                var halves: [Bool] = []
                let report = try await bench.scan(
                    settings(scanner.device, .duplex), into: Self.code,
                    pageSaved: { page, _ in halves.append(page.awaitsBack) })
                #expect(halves == [true, false, true, false])
                #expect(report.outcome.ending == .feederEmpty)
                #expect(try await spool.dossier(Self.code)?.isWithinSheet == false)
                #expect(try await spool.dossier(Self.code)?.sheetsFed == 2)
            }
        }
    }

    @Test(
        "leaves a front whose back never came as a sheet to be fed again when the station dies",
        .timeLimit(.minutes(1)))
    func deathWithinSheet() async throws {
        try await withVirtualScanner(pages: .shades([10, 60, 110, 160]), faults: ["hang@2"]) { scanner in
            try await withDossier(on: scanner) { spool, _ in
                let place = spool.directory.string
                let station = BackgroundProgram(
                    Programs.agent,
                    [
                        "scan", "--code", Self.code.rawValue, "--scanner", scanner.device, "--source", "duplex",
                        "--resolution", "75", "--data", place, "--json",
                    ], environment: scanner.environment)
                try enrol(spool)
                try await station.start()
                _ = try await station.line { $0.contains("\"page\"") }
                await station.kill()
                let dossier = try #require(try await spool.dossier(Self.code))
                #expect(dossier.pageCount == 1)
                #expect(dossier.isWithinSheet)
                #expect(dossier.sheetsFed == 0)
            }
        }
    }

    @Test("that saves nothing leaves a half sheet of the scan before to be fed again, and says from which sheet")
    func nothingSaved() async throws {
        try await withVirtualScanner(pages: .shades([10, 60, 110, 160]), faults: ["hang@2"]) { scanner in
            try await withDossier(on: scanner) { spool, bench in
                let first = try await bench.scan(settings(scanner.device, .duplex), into: Self.code)
                #expect(first.outcome.pagesSaved == 1)
                #expect(first.text.vietnamese.contains("1 trang đã lưu; nạp lại từ tờ 1"))
                let second = try await bench.scan(settings("sohoafeeder:nowhere", .duplex), into: Self.code)
                #expect(second.outcome.pagesSaved == 0)
                #expect(second.text.vietnamese.contains("1 trang đã lưu; nạp lại từ tờ 1"))
                #expect(try await spool.dossier(Self.code)?.isWithinSheet == true)
                #expect(try await spool.dossier(Self.code)?.sheetsFed == 0)
            }
        }
    }

    @Test("puts its pages where it is told, under the name of the officer at work")
    func placements() async throws {
        try await withVirtualScanner(pages: .shades([10, 60, 110, 160])) { scanner in
            try await withDossier(on: scanner) { spool, bench in
                _ = try await bench.scan(settings(scanner.device, .feeder), into: Self.code)
                let fronts = try #require(try await spool.dossier(Self.code)).papers[0].pages
                try scanner.reload()
                _ = try await bench.scan(
                    settings(scanner.device, .feeder), into: Self.code,
                    at: PagePlacements(backsOf: fronts.map(\.id).reversed()), by: "minh.nv")
                let dossier = try #require(try await spool.dossier(Self.code))
                let shades = fronts.map(\.page.digest)
                #expect(dossier.sheetsFed == 4)
                let expected = zip(shades, shades.reversed()).flatMap { [$0, $1] }
                #expect(dossier.papers[0].document.pages.map(\.digest) == expected)
                let added = try await spool.history(of: Self.code).filter { $0.action == .corrected(.backsAdded) }
                #expect(added.map(\.by) == Array(repeating: "minh.nv", count: 4))
            }
        }
    }

    @Test("into a place that somebody has taken away is refused before any paper is fed")
    func noPlace() async throws {
        try await withVirtualScanner(pages: .shades([10])) { scanner in
            try await withDossier(on: scanner) { spool, bench in
                for placements in [PagePlacements(.endOf(paper: 99)), PagePlacements(replacing: [99])] {
                    await #expect(throws: SpoolError.self) {
                        _ = try await bench.scan(settings(scanner.device, .feeder), into: Self.code, at: placements)
                    }
                }
                #expect(scanner.fed() == 0)
                let empty = DossierCode(rawValue: "H51-210615-0002")!
                try await spool.openDossier(
                    Dossier(code: empty, procedure: "1", owner: Owner(name: "Mẫu"), componentsComplete: true),
                    operatorName: "lan.tt", sheetsExpected: nil, drafts: [])
                await #expect(throws: SpoolError.self, "there is no paper") {
                    _ = try await bench.scan(settings(scanner.device, .feeder), into: empty)
                }
                #expect(scanner.fed() == 0)
            }
        }
    }

    @Test("by a scanner's name is told at once, and its maker is looked for afterwards")
    func rememberedLater() async throws {
        try await withVirtualScanner(pages: .shades([10]), settings: ["search-delay=8000"]) { scanner in
            try await withDossier(on: scanner) { spool, bench in
                let began = ContinuousClock.now
                let report = try await bench.scan(settings(scanner.device, .feeder), into: Self.code)
                #expect(began.duration(to: .now) < .seconds(8))
                #expect(report.outcome.ending == .feederEmpty)
                try await bench.remember(report)
                #expect(try await spool.usedScanners().map(\.vendor) == ["Sohoa"])
            }
        }
    }

    @Test("into a dossier that is finished in the meantime ends with words of its own, which are remembered")
    func finishedMeanwhile() async throws {
        try await withVirtualScanner(pages: .shades([10, 60, 110]), faults: ["line-delay=10000"]) { scanner in
            try await withDossier(on: scanner) { spool, bench in
                try enrol(spool)
                let credentials = try #require(try Credentials(in: spool.directory))
                var sealing: Task<Void, any Error>?
                let report = try await bench.scan(
                    settings(scanner.device, .feeder), into: Self.code,
                    pageSaved: { _, _ in
                        // As a program that does not heed the lock would, while the next page takes its time.
                        sealing = Task { _ = try await spool.seal(Self.code, with: credentials) }
                    })
                try await sealing?.value
                #expect(report.outcome == ScanOutcome(pagesSaved: 1, source: .feeder, ending: .fault(.dossierGone)))
            }
        }
    }

    @Test("whose disk fills up ends with the figures, keeps what there is, and remembers why")
    func fillingDisk() async throws {
        try await withBallast { ballast in
            try await withVirtualScanner(pages: .shades([10, 60, 110, 160]), faults: ["line-delay=3000"]) { scanner in
                try await withDossier(on: scanner) { spool, _ in
                    try enrol(spool)
                    let scan = try await runTool(
                        Programs.agent.string,
                        [
                            "scan", "--code", Self.code.rawValue, "--scanner", scanner.device, "--source", "feeder",
                            "--resolution", "75", "--data", spool.directory.string, "--json",
                        ],
                        environment: scanner.environment.merging([
                            "SOHOA_MINIMUM_FREE_MIB": "\(ballast.minimumFreeBytes >> 20)"
                        ]) { $1 }
                    ) { _ in
                        while try await spool.dossier(Self.code)?.pageCount == 0 {
                            try await Task.sleep(for: .milliseconds(10))
                        }
                        try ballast.load()
                    }
                    #expect(scan.exitCode == 3, "\(scan.output) \(scan.errors)")
                    #expect(scan.output.contains("\"ending\":\"disk_nearly_full\""), "\(scan.output)")
                    #expect(scan.output.contains("cần ít nhất \(ballast.minimumFreeBytes >> 20) MB"), "\(scan.output)")
                    let dossier = try #require(try await spool.dossier(Self.code))
                    #expect((1...3).contains(dossier.pageCount))
                    let stored = try #require(dossier.interruption)
                    #expect(stored.hasPrefix("disk_nearly_full:"), "\(stored)")
                    #expect(stored.hasSuffix("/\((ballast.minimumFreeBytes >> 20) << 20)"), "\(stored)")
                    let queue = try await runTool(
                        Programs.agent.string, ["queue", "list", "--data", spool.directory.string])
                    #expect(queue.output.contains("[disk_nearly_full]"), "\(queue.output)")
                }
            }
        }
    }

    @Test("finds a scanner again that was plugged in anew and has another name")
    func pluggedInAgain() async throws {
        try await withVirtualScanner(pages: .shades([10])) { scanner in
            try await withDossier(on: scanner) { spool, bench in
                let former = settings("sohoafeeder:former", .feeder)
                #expect(try await bench.scan(former, into: Self.code).outcome.ending == .fault(.noScanner))
                try await bench.remember(bench.scan(settings(scanner.device, .feeder), into: Self.code))
                let used = try #require(try await spool.usedScanners().first)
                #expect(used.name == scanner.device)
                try await spool.recordUse(
                    of: UsedScanner(name: "sohoafeeder:former", vendor: used.vendor, model: used.model))
                try scanner.reload()
                let report = try await bench.scan(former, into: Self.code)
                #expect(report.outcome.ending == .feederEmpty)
                try await bench.remember(report)
                #expect(try await spool.usedScanners().map(\.name).contains(scanner.device))
            }
        }
    }
}
