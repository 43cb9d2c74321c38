import Dossiers
import FoundationEssentials
import SystemPackage
import TestSupport
import Testing

/// Stations that go on in another's place: of an office that was merged, and on another PC.
@Suite(.timeLimit(.minutes(6)))
struct HandoverTests {
    private static let (office, successor) = ("st-31501", "st-31498")

    private func scan(_ number: Int, at station: Station, _ province: Province) async throws {
        try await station.does([
            "scan", "--scanner", province.scanner.device, "--source", "feeder", "--seal", "--code",
            "000.18.29.H51-210615-00\(number)", "--procedure", "1.001193", "--owner", "NGUYỄN VĂN MẪU", "--operator",
            "canbo.xa", "--document", "result:giay-khai-sinh,number=\(number)/2021",
        ])
    }

    @Test("A station of an office that was merged goes on under the successor by itself, and nothing is lost or moved")
    func merged() async throws {
        try await withProvince(pages: .shades([10, 60]), settings: ["reload=auto"]) { province in
            let station = try await province.station(at: Self.office)
            try await scan(41, at: station, province)
            try await station.daemon.start()
            try await station.delivered()
            await station.daemon.stop()
            let today = CalendarDay(number: Int((Date().timeIntervalSince1970 + 25_200) / 86_400))
            try await province.collectorDoes(
                "site", "succeed", "--from", Self.office, "--to", Self.successor, "--kind", "merge", "--on",
                "\(today)", "--decree", "kiểm thử", "--close")
            // Sealed before the station could know: it is refused first, and then stated anew.
            try await scan(42, at: station, province)
            try await station.daemon.start()
            var status = ""
            while !status.contains("\"site\":\"\(Self.successor)\"") || !status.contains("\"received\":2") {
                status = try await station.does("status", "--json")
                try await Task.sleep(for: .milliseconds(500))
            }
            try await scan(43, at: station, province)
            try await station.delivered()
            await station.daemon.stop()
            status = try await station.does("status", "--json")
            #expect(try Field.number("received", in: status) == 3)
            // Nothing is left that the province does not have: the package may be purged.
            #expect(try Field.number("refused", in: status) == 0)
            // The refusal stays beside what was stated anew.
            #expect(try await station.does("queue", "retry").contains("Thử lại: 0 hồ sơ"))
            #expect(try await !station.does("queue", "retry").contains("--again"))
            let counted = try await runTool(
                "sqlite3",
                [
                    province.root.appending("collector/registry.sqlite").string,
                    "SELECT site, dossierCode, isEffective FROM manifest WHERE state = 'complete' ORDER BY "
                        + "dossierCode;",
                ])
            #expect(
                counted.output == """
                    \(Self.office)|000.18.29.H51-210615-0041|1
                    \(Self.successor)|000.18.29.H51-210615-0042|1
                    \(Self.successor)|000.18.29.H51-210615-0043|1

                    """, "\(counted.output) \(counted.errors)")
            let all = try await province.collectorDoes("station", "list", "--all", "--json")
            #expect(all.ranges(of: "\"state\":\"replaced\"").count == 1, "\(all)")
            let active = try await province.collectorDoes("station", "list", "--json")
            #expect(active.contains(Self.successor) && !active.contains(Self.office), "\(active)")
            try await province.collectorDoes("recount")
            try await province.collectorDoes("verify")
        }
    }

    @Test(
        "A PC that is replaced hands its unfinished queue to the new one; the former one is told why it may not go on")
    func replacedPC() async throws {
        try await withProvince(pages: .shades([10, 60]), settings: ["reload=auto"]) { province in
            let former = try await province.station(at: Self.office)
            try await scan(51, at: former, province)
            try await former.daemon.start()
            try await former.delivered()
            await former.daemon.stop()
            try await scan(52, at: former, province)
            let data = province.root.appending("new-pc")
            try FileManager.default.copyItem(atPath: former.data.string, toPath: data.string)
            let new = Station(site: Self.office, data: data, environment: province.scanner.environment)
            let token = try Field.text(
                "token", in: try await province.collectorDoes("token", "issue", "--site", Self.office, "--json"))
            let enrolled = try await new.does("enroll", "--again", "--json", "--token", token)
            #expect(try Field.number("resealed", in: enrolled) == 1)
            try await new.daemon.start()
            try await new.delivered()
            try await former.daemon.start()
            var status = ""
            while !status.contains("enrolled again elsewhere") {
                status = try await former.does("status", "--json")
                try await Task.sleep(for: .milliseconds(300))
            }
            let doctor = try await former.runs(["doctor", "--json"])
            #expect(doctor.exitCode == 1)
            #expect(doctor.output.contains("\"enrolment_refused\""), "\(doctor.output)")
            await former.daemon.stop()
            await new.daemon.stop()
            let counted = try await runTool(
                "sqlite3",
                [
                    province.root.appending("collector/registry.sqlite").string,
                    "SELECT count(*), count(DISTINCT dossierCode) FROM manifest WHERE state = 'complete';",
                ])
            #expect(counted.output == "2|2\n", "\(counted.output) \(counted.errors)")
        }
    }
}
