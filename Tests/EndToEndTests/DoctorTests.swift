import FoundationEssentials
import SystemPackage
import TestSupport
import Testing

/// `doctor` beside a real collector, and a real service.
@Suite(.timeLimit(.minutes(4)))
struct DoctorTests {
    @Test("An enrolled station that works is told that it does; a wrong clock is found by the collector's")
    func clock() async throws {
        try await withProvince(pages: .shades([10])) { province in
            let station = try await province.station(at: "st-31498")
            try await station.daemon.start()
            func codes(_ offset: String?) async throws -> String {
                let arguments = ["doctor", "--json"]
                let program = Programs.agent.string
                let result = try await runTool(
                    offset == nil ? program : "faketime",
                    offset.map { ["-f", $0, program] + arguments } ?? arguments,
                    environment: station.environment.merging(["FAKETIME_DONT_FAKE_MONOTONIC": "1"]) { $1 })
                return result.output
            }
            var right = try await codes(nil)
            while !right.contains("\"service\"") { right = try await codes(nil) }
            for code in ["enrolment", "collector", "clock", "spool", "scanner"] {
                #expect(right.contains("\"code\":\"\(code)\",\"severity\":\"ok\""), "\(code): \(right)")
            }
            #expect(try await codes("-10m").contains("\"code\":\"clock_off\",\"fix\""))
            #expect(try await codes("+3d").contains("\"code\":\"clock_far_off\",\"fix\""))
            await station.daemon.stop()
        }
    }
}
