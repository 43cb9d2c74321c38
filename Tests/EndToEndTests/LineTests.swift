import Dossiers
import FoundationEssentials
import SystemPackage
import TestSupport
import Testing

/// The whole line with the installed programs: scanner, spool, delivery, receipt, figures.
@Suite(.timeLimit(.minutes(5)))
struct LineTests {
    private static let dossier = [
        "--procedure", "1.001193", "--owner", "NGUYỄN VĂN MẪU", "--operator", "canbo.xa", "--document",
        "component:to-khai,sheets=2", "--document", "result:giay-khai-sinh,number=57/2021,issued=2021-06-15",
    ]

    @Test("A dossier goes from scanner to receipt, is extended later, and its result counts once")
    func scanToReceipt() async throws {
        try await withProvince(pages: .samples(4), settings: ["reload=auto"]) { province in
            let station = try await province.station(at: "st-31498")
            try await station.daemon.start()
            let code = "000.18.29.H51-210615-0001"
            try await station.does(
                ["scan", "--code", code, "--scanner", province.scanner.device, "--seal", "--sheets", "4"] + Self.dossier
            )
            try await station.delivered()
            try await station.does(
                "scan", "--extend", "--code", code, "--scanner", province.scanner.device, "--source", "flatbed",
                "--document", "arising:phieu", "--seal")
            try await station.delivered()

            let queue = try await station.does("queue", "list", "--all")
            #expect(queue.split(separator: "\n").count { $0.contains("tỉnh đã nhận") } == 2, "\(queue)")
            try await province.collectorDoes("recount")
            try await province.collectorDoes("verify")
            let figures = try await province.collectorDoes(
                "progress", "--period", "2021", "--json", "--indicator", "R2")
            #expect(figures.contains("\"numerator\":1") || figures.contains("\"numerator\" : 1"), "\(figures)")
            await station.daemon.stop()
        }
    }

    @Test("After a jam the dossier stays open, says where to go on, and keeps the right order")
    func jamAndResume() async throws {
        try await withProvince(pages: .shades([10, 60, 110, 160, 210]), faults: ["jam@3"]) { province in
            let station = try await province.station(at: "st-31498")
            let code = "000.18.29.H51-210615-0002"
            let jammed = try await station.runs(
                ["scan", "--json", "--code", code, "--scanner", province.scanner.device, "--source", "feeder"]
                    + Self.dossier)
            #expect(jammed.exitCode == 3)
            #expect(jammed.output.contains("2 trang đã lưu; nạp lại từ tờ 3"), "\(jammed.output)")
            let resumed = try await station.runs([
                "scan", "--json", "--code", code, "--scanner", province.scanner.device, "--source", "feeder",
            ])
            #expect(resumed.exitCode == 0, "\(resumed.errors)")
            let digests = (jammed.output + resumed.output).split(separator: "\n").compactMap {
                try? Field.text("digest", in: String($0))
            }
            #expect(digests.count == 5)
            #expect(Set(digests).count == 5)

            let short = try await station.runs(["seal", code, "--sheets", "6"])
            #expect(short.exitCode == 2)
            #expect(short.errors.contains("6 sheets were expected and 5 fed"), "\(short.errors)")
            try await station.does("seal", code, "--sheets", "5")

            try await station.daemon.start()
            try await station.delivered()
            let shown = try await province.collectorDoes("dossier", "show", code, "--json")
            let places = digests.map { shown.firstRange(of: $0)?.lowerBound }
            #expect(places.allSatisfy { $0 != nil }, "\(shown)")
            #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted(), "the pages are in another order")
            await station.daemon.stop()
        }
    }

    @Test("A driver that hangs is killed within ten seconds, and the next scan works")
    func hang() async throws {
        try await withProvince(pages: .shades([10, 60, 110]), faults: ["hang@2"]) { province in
            let station = try await province.station(at: "st-31498")
            let scan = [
                "scan", "--json", "--code", "H51-210615-0003", "--scanner", province.scanner.device, "--source",
                "feeder",
            ]
            let start = ContinuousClock.now
            let hung = try await station.runs(scan + Self.dossier)
            #expect(hung.exitCode == 3)
            #expect(hung.output.contains("\"ending\":\"hang\""), "\(hung.output)")
            #expect(start.duration(to: .now) < .seconds(20), "ten seconds of silence, and the time to start and end")
            #expect(try await station.runs(scan).exitCode == 0)
            let queue = try await station.does("queue", "list")
            #expect(queue.contains("3 tờ, 3 trang"), "\(queue)")
        }
    }

    @Test(
        "A scanner that is missing, busy or empty is named, and what was declared stays",
        arguments: [("no_scanner", ""), ("scanner_deviceBusy", "busy!"), ("scanner_noDocuments", "no-docs@1!")])
    func scannerTroubles(ending: String, fault: String) async throws {
        try await withProvince(pages: .shades([10]), faults: fault.isEmpty ? [] : [fault]) { province in
            let station = try await province.station(at: "st-31498")
            let device = fault.isEmpty ? "sohoafeeder:nobody" : province.scanner.device
            let result = try await station.runs(
                ["scan", "--json", "--code", "H51-210615-0004", "--scanner", device, "--source", "feeder"]
                    + Self.dossier)
            #expect(result.exitCode == 3)
            #expect(try Field.text("ending", in: String(result.output.split(separator: "\n").last ?? "")) == ending)
            #expect(try await station.does("queue", "list").contains("H51-210615-0004"))
        }
    }

    @Test("What cannot be done as asked is refused with exit status 2 and a way out")
    func refusals() async throws {
        try await withProvince(pages: .shades([10])) { province in
            let station = try await province.station(at: "st-31498", settings: ["SOHOA_MINIMUM_FREE_MIB": "900000"])
            let full = try await station.runs(
                ["scan", "--code", "H51-210615-0005", "--scanner", province.scanner.device] + Self.dossier)
            #expect(full.exitCode == 2)
            #expect(
                full.errors.contains("disk is nearly full") && full.errors.contains("900000 MiB needed"),
                "\(full.errors)")

            let code = try await station.runs(["scan", "--code", "không-phải-mã"] + Self.dossier)
            #expect(code.exitCode == 64)

            let again = try await station.runs(["enroll", "--collector", province.address, "--token", "x"])
            #expect(again.exitCode == 2)
            #expect(again.errors.contains("--again"))

            let port = province.address.split(separator: ":").last!
            let second = try await province.collector("serve", "--listen", "127.0.0.1:\(port)")
            #expect(second.exitCode == 2, "\(second.errors)")

            _ = try await runTool(
                "sqlite3", [station.data.appending("spool.sqlite").string, "PRAGMA user_version = 99"])
            let newer = try await station.runs(["status"])
            #expect(newer.exitCode == 2)
            #expect(newer.errors.contains("version 99"), "\(newer.errors)")
        }
    }

    @Test("A PC whose clock stands in 2009 delivers, and seals with the right time")
    func wrongClock() async throws {
        try await withProvince(pages: .shades([10, 60, 110])) { province in
            let station = try await province.station(at: "st-31498")
            let daemon = BackgroundProgram(
                "/usr/bin/faketime", ["-f", "@2009-01-01 00:00:00", Programs.agent.string, "run"],
                environment: station.environment)
            let scan = ["scan", "--scanner", province.scanner.device, "--source", "feeder", "--seal"] + Self.dossier
            try await station.does(scan + ["--code", "H51-210615-0006"])
            try await daemon.start()
            try await station.delivered()
            let status = try await station.does("status", "--json")
            #expect(try Field.number("clockCorrection", in: status) > 86_400 * 365 * 10, "\(status)")
            await daemon.stop()
        }
    }

    @Test("A revoked station is told so, and after enrolling again everything arrives")
    func revokedAndAgain() async throws {
        try await withProvince(pages: .shades([10, 60, 110]), settings: ["reload=auto"]) { province in
            let station = try await province.station(at: "st-31498")
            try await station.does(
                [
                    "scan", "--scanner", province.scanner.device, "--source", "feeder", "--seal", "--code",
                    "H51-210615-0007",
                ]
                    + Self.dossier)
            let id = try Field.text("station", in: try await station.does("status", "--json"))
            try await province.collectorDoes("station", "revoke", id)
            try await station.daemon.start()
            while try await !station.does("status", "--json").contains("stationProblem") {
                try await Task.sleep(for: .milliseconds(100))
            }
            let status = try await station.does("status")
            #expect(status.contains("đã thu hồi trạm này") && status.contains("enroll --again"), "\(status)")
            await station.daemon.stop()

            let token = try Field.text(
                "token", in: try await province.collectorDoes("token", "issue", "--site", "st-31498", "--json"))
            try await station.does("enroll", "--again", "--token", token)
            try await station.daemon.start()
            try await station.delivered()
            #expect(try await station.does("verify").contains("nothing wrong"))
            try await province.collectorDoes("verify")
            await station.daemon.stop()
        }
    }

    @Test("A cloned PC is found out, and enrolling it again loses nothing")
    func clonedStation() async throws {
        try await withProvince(pages: .shades([10, 60, 110]), settings: ["reload=auto"]) { province in
            let station = try await province.station(at: "st-31498")
            let clone = Station(
                site: station.site, data: province.root.appending("clone"), environment: province.scanner.environment)
            try FileManager.default.copyItem(atPath: station.data.string, toPath: clone.data.string)
            let scan = ["scan", "--scanner", province.scanner.device, "--source", "feeder", "--seal"] + Self.dossier
            try await station.does(scan + ["--code", "H51-210615-0008"])
            try await clone.does(scan + ["--code", "H51-210615-0009", "--resolution", "150"])
            try await station.daemon.start()
            try await station.delivered()
            try await clone.daemon.start()
            while try await !clone.does("status", "--json").contains("stationProblem") {
                try await Task.sleep(for: .milliseconds(100))
            }
            await clone.daemon.stop()
            let token = try Field.text(
                "token", in: try await province.collectorDoes("token", "issue", "--site", "st-31498", "--json"))
            try await clone.does("enroll", "--again", "--token", token)
            try await clone.daemon.start()
            try await clone.delivered()
            try await province.collectorDoes("dossier", "show", "H51-210615-0008")
            try await province.collectorDoes("dossier", "show", "H51-210615-0009")
            try await province.collectorDoes("verify")
            for station in [station, clone] { await station.daemon.stop() }
        }
    }

    @Test("No name of a person reaches a log")
    func quietLogs() async throws {
        try await withProvince(pages: .shades([10, 60, 110])) { province in
            let station = try await province.station(at: "st-31498", settings: ["SOHOA_LOG_LEVEL": "trace"])
            let scanned = try await station.runs(
                [
                    "scan", "--scanner", province.scanner.device, "--source", "feeder", "--seal", "--code",
                    "H51-210615-0010",
                ]
                    + Self.dossier)
            #expect(scanned.exitCode == 0)
            let log = try await station.runs(["run"], within: .seconds(60)) { program in
                try? await station.delivered()
                program.terminate()
            }
            #expect(log.errors.contains("receipt"), "the log is looked at only if there is one: \(log.errors)")
            for text in [log.errors, log.output, scanned.errors, scanned.output] {
                #expect(!text.contains("MẪU") && !text.contains("NGUY"), "\(text)")
            }
        }
    }
}
