import Foundation
import SystemPackage
import TestSupport
import Testing

/// The officer's page in Debian's Chromium, served by the installed agent, on the virtual feeder and a real collector.
///
/// The walks are Tests/Outsiders/walk_station.py; every state they see is kept in `.build/screenshots`.
@Suite("The officer's page in a browser", .timeLimit(.minutes(6)))
struct PageTests {
    private static let code = "000.18.29.H51-210615-0001"

    @Test("A dossier is scanned, corrected and finished with the mouse")
    func byMouse() async throws {
        // The virtual scanner takes its time a line; the page must show what it has within 1.5 s beyond that.
        try await withDesk { desk in
            let scannerTime = try await desk.timeOfOnePage()
            try await desk.walk("scan-by-mouse", "--pages", "4", "--first-thumbnail", "\(scannerTime + 1.5)")
        }
    }

    @Test("The same is done with the keyboard alone, the code read by a bar code reader")
    func byKeyboard() async throws {
        try await withDesk { desk in try await desk.walk("scan-by-keyboard", "--pages", "4") }
    }

    @Test("After a jam the officer is told what is saved and where to go on, and goes on there")
    func jam() async throws {
        try await withDesk(pages: .samples(5), faults: ["jam@3"]) { desk in
            try await desk.walk("jam-and-resume", "--jam-at", "3")
        }
    }

    @Test("Every correction is done in place, by mouse, by drag and by keys, and undone")
    func corrections() async throws {
        try await withDesk(pages: .samples(5)) { desk in
            try await desk.walk("corrections", "--reload", desk.feederState)
        }
    }

    @Test("Fronts are scanned, then the backs of the turned stack, over a reload, a lock and a jam")
    func manualDuplex() async throws {
        try await withDesk(pages: .samples(3), settings: ["SOHOA_LOCK_MINUTES": "1"]) { desk in
            try await desk.walk(
                "manual-duplex", "--reload", desk.feederState, "--faults", desk.province.scanner.script.string)
        }
    }

    @Test("What is digitised already is found and used again")
    func reuse() async throws {
        try await withDesk { desk in
            try await desk.deliverDossier("000.18.29.H51-210301-0007", owner: "NGUYỄN VĂN MẪU")
            try await desk.walk("reuse", "--found-owner", "NGUYỄN VĂN MẪU")
        }
    }

    @Test("Files are dropped and chosen; bad ones are refused in words and stop nothing")
    func files() async throws {
        try await withDesk { desk in
            let folder = desk.station.data.appending("files")
            try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
            let page = try SamplePages.files()[0].string
            let good = folder.appending("good.jpg").string
            try FileManager.default.copyItem(atPath: page, toPath: good)
            let png = folder.appending("good.png").string
            #expect(try await runTool("convert", [page, "-resize", "25%", png]).exitCode == 0)
            let cut = folder.appending("bad-cut.jpg").string
            try Data(contentsOf: URL(filePath: page)).prefix(30_000).write(to: URL(filePath: cut))
            let text = folder.appending("bad-text.pdf").string
            try "đây không phải là PDF".write(toFile: text, atomically: true, encoding: .utf8)
            try await desk.walk("files", "--files", good, png, cut, text)
        }
    }

    @Test("A file that a copier puts into the watched folder waits for the officer, and goes where she says")
    func inbox() async throws {
        try await withDesk { desk in
            let page = try SamplePages.files()[1].string
            try FileManager.default.copyItem(
                atPath: page, toPath: desk.watchFolder.appending("scan0001.jpg").string)
            try await desk.walk("inbox")
        }
    }

    @Test("Offline the officer works on; back online the province has the dossier")
    func offline() async throws {
        try await withDesk { desk in
            await desk.province.collector.kill()
            // What waits makes the station notice that nobody answers.
            try await desk.scanDossier("000.18.29.H51-210301-0009", owner: "LÊ THỊ THỬ")
            try await desk.walk("offline")
            try await desk.province.collector.start()
            try await desk.walk("back-online")
        }
    }

    @Test("A finished dossier is seen on its way, and again when it is extended; what the province refuses says why")
    func sent() async throws {
        try await withDesk(settings: ["SOHOA_BANDWIDTH": "2000"]) { desk in
            try await desk.walk("sent", "--reload", desk.feederState)
            try desk.province.scanner.reload()
            let closing = desk.station.data.appending("closing.csv").string
            try """
            site_id,name,level,parent_id,gso_code,valid_from,closed_on
            st-31498,Bộ phận Một cửa Phường 5,commune,st-941,31498,2019-01-01,2025-07-01

            """.write(toFile: closing, atomically: true, encoding: .utf8)
            try await desk.province.collectorDoes("site", "import", closing)
            try await desk.walk("refused", "--code", "000.18.29.H51-210615-0002")
        }
    }

    @Test("A disk that is nearly full is told of, and stops a scan in words")
    func lowDisk() async throws {
        try await withDesk(settings: ["SOHOA_MINIMUM_FREE_MIB": "900000"]) { desk in try await desk.walk("low-disk") }
    }

    @Test("A second tab and a reload show the same")
    func tabs() async throws {
        try await withDesk { desk in try await desk.walk("two-tabs") }
    }

    @Test("A browser that crashes takes neither a scan nor a half-filled form with it")
    func crash() async throws {
        try await withDesk { desk in try await desk.walk("crash", "--pages", "4") }
    }

    @Test("A restart of the agent while the page is open loses nothing")
    func restart() async throws {
        try await withDesk { desk in
            try await desk.scanDossier(Self.code, owner: "NGUYỄN VĂN MẪU", isSealed: false)
            let wish = desk.station.data.appending("restart-wanted")
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    while !FileManager.default.fileExists(atPath: wish.string) {
                        try await Task.sleep(for: .milliseconds(50))
                    }
                    await desk.station.daemon.kill()
                    try await desk.station.daemon.start()
                    while !isListening(on: desk.port) { try await Task.sleep(for: .milliseconds(50)) }
                    try FileManager.default.removeItem(atPath: wish.string)
                }
                try await desk.walk(
                    "restart", "--code", Self.code, "--restart",
                    "touch '\(wish)'; while [ -e '\(wish)' ]; do sleep 0.1; done")
                group.cancelAll()
            }
        }
    }

    @Test("A dossier of 500 pages opens and scrolls in under a second")
    func big() async throws {
        let shades = (0..<500).map { UInt8($0 % 200 + 20) }
        try await withDesk(pages: .shades(shades)) { desk in
            try await desk.scanDossier(Self.code, owner: "NGUYỄN VĂN MẪU", isSealed: false)
            try await desk.walk("big", "--code", Self.code)
        }
    }

    @Test("Firefox ESR does the same")
    func firefox() async throws {
        try await withDesk { desk in
            let result = try await runTool(
                Programs.package.appending(".build/outsiders/bin/python").string,
                [
                    Programs.package.appending("Tests/Outsiders/walk_firefox.py").string, "--url",
                    "http://127.0.0.1:\(desk.port)", "--officer", Desk.officer, "--pin", Desk.pin, "--screenshots",
                    Programs.package.appending(".build/screenshots/firefox").string,
                ], environment: ["HOME": desk.station.data.string], within: .seconds(240))
            #expect(result.exitCode == 0, "\(result.output.suffix(3000)) \(result.errors.suffix(3000))")
        }
    }

    @Test("A manager sets officers up")
    func officers() async throws {
        try await withDesk { desk in try await desk.walk("officers") }
    }

    @Test("What the province sets reaches a station at its next contact: quality, officers, and the hours of the link")
    func farSettings() async throws {
        try await withDesk(pages: .samples(2)) { desk in
            try await desk.scanDossier(Self.code, owner: "NGUYỄN VĂN MẪU", isSealed: false)
            let officers = desk.province.root.appending("officers.json").string
            try #"[{"name": "hoa.lt", "displayName": "Lê Thị Hoa", "role": "officer", "isActive": true}]"#
                .write(toFile: officers, atomically: true, encoding: .utf8)
            // Pausing is worth telling at once: the next contact comes, and with it the settings.
            try await desk.walk(
                "far-settings", "--code", Self.code, "--set",
                """
                SOHOA_DATA='\(desk.province.root.appending("collector"))' '\(Programs.collector)' settings set \
                --bandwidth '\(Self.timetable(600, at: Date()))' --profile fine --officers '\(officers)' \
                && SOHOA_DATA='\(desk.station.data)' '\(Programs.agent)' queue pause
                """)
            #expect(try await desk.station.does("officer", "list").contains("hoa.lt"))
            try await desk.station.does("seal", Self.code)
            let status = try await desk.station.does("status", "--json")
            #expect(status.contains("\"origin\":\"province\",\"value\":\"fine\""), "\(status)")
            let bytes = try Field.number("bytesWaiting", in: status)

            let began = ContinuousClock.now
            try await desk.station.does("queue", "resume")
            try await desk.station.delivered()
            let rate = Double(bytes) / (began.duration(to: .now) / .seconds(1))
            #expect(rate <= 600 * 125 * 1.1, "\(rate) bytes a second")
            // What is scanned from the command line keeps to the quality as well.
            try desk.province.scanner.reload()
            let second = "000.18.29.H51-210615-0002"
            try await desk.scanDossier(second, owner: "NGUYỄN VĂN MẪU")
            try await desk.station.delivered()
            let shown = try await desk.province.collectorDoes("dossier", "show", second, "--json")
            #expect(shown.contains("\"resolution\":300") && !shown.contains("\"resolution\":200"), "\(shown)")
        }
    }

    /// Hours round now with a limit, and all others in which nothing is sent.
    private static func timetable(_ kilobitsPerSecond: Int, at now: Date) -> String {
        let parts = Calendar.current.dateComponents([.hour, .minute], from: now)
        let minute = (parts.hour ?? 0) * 60 + (parts.minute ?? 0)
        func time(_ offset: Int) -> String {
            let time = (minute + offset + 1440) % 1440
            return "\(time / 60):" + (time % 60 < 10 ? "0" : "") + "\(time % 60)"
        }
        return "\(time(-120))-\(time(120))=\(kilobitsPerSecond), \(time(120))-\(time(-120))=0"
    }

    @Test("The page is closed to other sites, other names and whoever has not signed in")
    func security() async throws {
        try await withDesk { desk in try await desk.walk("security") }
    }

    @Test("Everything has a name, contrast, focus and room, at every size and zoom, light and dark")
    func accessibility() async throws {
        try await withDesk { desk in
            try await desk.scanDossier(Self.code, owner: "NGUYỄN VĂN MẪU", isSealed: false)
            try await desk.walk("accessibility", "--code", Self.code)
        }
    }

    @Test("The page weighs little")
    func weight() async throws {
        try await withDesk { desk in try await desk.walk("weight") }
    }
}

/// A desk with its page, an officer who may manage, and the province behind it.
private struct Desk: Sendable {
    static let officer = "Trần Thị Lan"
    static let pin = "294715"

    let province: Province
    let station: Station
    let port: Int
    let watchFolder: FilePath

    /// The file whose removal puts the stack into the feeder again.
    var feederState: String { province.scanner.stateFile.string }

    /// Runs a walk and expects it to end well.
    func walk(_ name: String, _ arguments: String...) async throws {
        let result = try await runTool(
            Programs.package.appending(".build/outsiders/bin/python").string,
            [
                Programs.package.appending("Tests/Outsiders/walk_station.py").string, name, "--url",
                "http://127.0.0.1:\(port)", "--officer", Self.officer, "--pin", Self.pin, "--screenshots",
                Programs.package.appending(".build/screenshots/\(name)").string,
            ] + arguments, within: .seconds(300))
        #expect(result.exitCode == 0, "\(result.output.suffix(3000)) \(result.errors.suffix(3000))")
    }

    /// How many seconds the scanner itself takes for a page, by SANE's own program.
    func timeOfOnePage() async throws -> Double {
        let start = ContinuousClock.now
        let result = try await runTool(
            "scanimage",
            [
                "-d", province.scanner.device, "--resolution", "200", "--mode", "Color", "--batch-count=1",
                "--batch=\(station.data)/page-%d.pnm",
            ], environment: province.scanner.environment)
        let seconds = start.duration(to: .now) / .seconds(1)
        try #require(result.exitCode == 0, "\(result.errors)")
        try province.scanner.reload()
        return seconds
    }

    /// Scans a dossier from the command line.
    func scanDossier(_ code: String, owner: String, isSealed: Bool = true) async throws {
        try await station.does(
            [
                "scan", "--code", code, "--procedure", "1.001193", "--owner", owner, "--operator", "lan.tt",
                "--document", "component:to-khai", "--scanner", province.scanner.device,
            ] + (isSealed ? ["--seal"] : []))
        try province.scanner.reload()
    }

    /// Scans a dossier and waits until the province has it.
    func deliverDossier(_ code: String, owner: String) async throws {
        try await scanDossier(code, owner: owner)
        try await station.delivered()
    }
}

/// Gives `body` a desk whose page is served.
private func withDesk<Result>(
    pages: VirtualStack = .samples(4), faults: [String] = [], settings: [String: String] = [:],
    _ body: (Desk) async throws -> Result
) async throws -> Result {
    try await withProvince(pages: pages, faults: faults) { province in
        try await province.collectorDoes(
            "procedure", "import", Programs.data.appending("procedures.csv").string)
        let port = try FreePort.find()
        let folder = province.root.appending("watched")
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        let station = try await province.station(
            at: "st-31498",
            settings: [
                "SOHOA_LISTEN_PORT": "\(port)", "SOHOA_SCANNER": province.scanner.device,
                "SOHOA_WATCH_FOLDER": folder.string,
            ].merging(settings) { $1 })
        let added = try await station.runs(
            ["officer", "add", "lan.tt", "--display-name", Desk.officer, "--pin-stdin"], input: Desk.pin + "\n")
        try #require(added.exitCode == 0, "\(added.errors)")
        try await station.daemon.start()
        while !isListening(on: port) { try await Task.sleep(for: .milliseconds(50)) }
        let desk = Desk(province: province, station: station, port: port, watchFolder: folder)
        do {
            let result = try await body(desk)
            await station.daemon.kill()
            return result
        } catch {
            await station.daemon.kill()
            throw error
        }
    }
}
