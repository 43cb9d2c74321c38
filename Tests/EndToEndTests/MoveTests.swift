import Dossiers
import FoundationEssentials
import SystemPackage
import TestSupport
import Testing

/// A PC that comes to another office, and enrolments whose answer is lost.
@Suite(.timeLimit(.minutes(5)))
struct MoveTests {
    private static let code = "000.18.29.H51-210615-0031"
    private static let dossier = [
        "--procedure", "1.001193", "--owner", "NGUYỄN VĂN MẪU", "--operator", "canbo.xa", "--document",
        "result:giay-khai-sinh,number=31/2021",
    ]

    /// A join token for an office.
    private func token(for site: String, in province: Province) async throws -> String {
        try Field.text("token", in: try await province.collectorDoes("token", "issue", "--site", site, "--json"))
    }

    @Test("After a move to another office a dossier of before is extended, and stated there anew")
    func extendedElsewhere() async throws {
        try await withProvince(pages: .shades([10, 60]), settings: ["reload=auto"]) { province in
            let station = try await province.station(at: "st-31498")
            let device = ["--scanner", province.scanner.device, "--source", "feeder", "--seal", "--code", Self.code]
            try await station.does(["scan"] + device + Self.dossier)
            try await station.daemon.start()
            try await station.delivered()
            await station.daemon.stop()

            try await station.does(
                "enroll", "--again", "--token", try await token(for: "st-31501", in: province))
            for paper in ["arising:phieu-1", "arising:phieu-2"] {
                try await station.does(["scan", "--extend", "--document", paper] + device)
            }
            try await station.daemon.start()
            try await station.delivered()
            let queue = try await station.does("queue", "list", "--all")
            #expect(queue.split(separator: "\n").count { $0.contains("tỉnh đã nhận") } == 3, "\(queue)")
            try await province.collectorDoes("recount")
            try await province.collectorDoes("verify")
            await station.daemon.stop()
        }
    }

    @Test("A receipt that was lost before a move is fetched with the former key, so that nothing counts twice")
    func lostReceipt() async throws {
        try await withProvince(pages: .shades([10, 60])) { province in
            let station = try await province.station(at: "st-31498")
            try await station.does(
                ["scan", "--scanner", province.scanner.device, "--source", "feeder", "--seal", "--code", Self.code]
                    + Self.dossier)
            try await station.daemon.start()
            try await station.delivered()
            await station.daemon.stop()
            // As if the last answer had never come.
            let lost = try await runTool(
                "sqlite3",
                [
                    station.data.appending("spool.sqlite").string,
                    "UPDATE submission SET state = 'announced', receipt = NULL, receivedAt = NULL",
                ])
            try #require(lost.exitCode == 0, "\(lost.errors)")

            let enrolled = try await station.does(
                "enroll", "--again", "--json", "--token", try await token(for: "st-31501", in: province))
            #expect(try Field.number("resealed", in: enrolled) == 0)
            let queue = try await station.does("queue", "list", "--all")
            #expect(queue.contains("tỉnh đã nhận"), "\(queue)")
        }
    }

    @Test("When the answer to an enrolment is lost, the same command again gets it, and the token is not wasted")
    func lostAnswer() async throws {
        try await withProvince(pages: .shades([10])) { province in
            let port = Int(province.address.split(separator: ":").last!)!
            try await withLink(to: port, .init(delay: 3000)) { link in
                let token = try await token(for: "st-31498", in: province)
                let station = Station(site: "st-31498", data: province.root.appending("station"), environment: [:])
                let enroll = ["enroll", "--collector", "http://127.0.0.1:\(link.port)", "--token", token]
                let cut = try await station.runs(enroll) { _ in
                    // The collector has enrolled it, and the answer is on its way for three seconds.
                    while try await province.collectorDoes("station", "list", "--json").contains("st-31498") == false {
                        try await Task.sleep(for: .milliseconds(50))
                    }
                    try await link.cut()
                }
                #expect(cut.exitCode == 1, "\(cut.output) \(cut.errors)")
                #expect(try await station.runs(["seal", Self.code]).errors.contains("not enrolled"))
                try await link.change(.init())
                try await link.restore()
                // Not on the command line, for every other user to see.
                let again = try await station.runs(
                    ["enroll", "--collector", "http://127.0.0.1:\(link.port)", "--token", "-"], input: token + "\n")
                #expect(again.exitCode == 0, "\(again.errors)")
                let stations = try await province.collectorDoes("station", "list", "--json")
                #expect(stations.ranges(of: "st-31498").count == 1, "\(stations)")
                let names = try FileManager.default.contentsOfDirectory(atPath: station.data.string)
                #expect(!names.contains("enrolment.json"), "the key is in one place alone")
            }
        }
    }
}
