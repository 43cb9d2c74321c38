import Console
import Dossiers
import Exchange
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Registry
import SystemPackage
import TestSupport
import Testing

@Suite(
    "Figures for Prometheus", .enabled(if: Outsiders.areThere, "\(Outsiders.explanation)"), .timeLimit(.minutes(2)))
struct MetricsTests {
    @Test("They are as promtool wants them, count what there is, and name offices but nobody")
    func promtool() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            _ = try await collector.station(at: TestCollector.otherCommune)
            let revoked = try await collector.station()
            try collector.registry.revokeStation(revoked.id, by: "test", at: collector.clock.now)
            try collector.registry.record(
                Heartbeat(
                    version: "0.2.0\"\\", waiting: 2, bytesWaiting: 700,
                    oldestWaiting: collector.clock.now.addingTimeInterval(-90_000), diskFree: 5 << 20),
                of: station.id, at: collector.clock.now)
            try await collector.console.metricsApplication(on: ListenAddress("127.0.0.1:0")!).test(.router) { client in
                let answer = try await client.execute(uri: "/metrics", method: .get)
                #expect(answer.status == .ok)
                let text = String(buffer: answer.body)
                for line in [
                    "sohoa_stations{state=\"active\"} 2", "sohoa_stations{state=\"revoked\"} 1",
                    "sohoa_stations_concern{concern=\"disk-low\"} 1", "sohoa_stations_concern{concern=\"stuck\"} 1",
                    "sohoa_stations_concern{concern=\"old-version\"} 1",
                    "sohoa_site_queue_bytes{site=\"\(TestCollector.commune)\"} 700",
                    "sohoa_stations_version{version=\"0.2.0\\\"\\\\\"} 1", "sohoa_receipts_total 0",
                ] { #expect(text.contains(line + "\n"), "\(line) in \(text)") }
                #expect(!text.contains(station.id.rawValue) && !text.contains("PC 1"), "no station by its label")
                let checked = try await runTool(Outsiders.promtool.string, ["check", "metrics"], input: text)
                #expect(checked.exitCode == 0, "\(checked.output) \(checked.errors)")
                try await checkAlerts(of: text)
                #expect(try await client.execute(uri: "/v1/health", method: .get).status == .notFound)
            }
        }
    }

    /// The rules that are shipped are right, and ask for nothing that is not told.
    private func checkAlerts(of figures: String) async throws {
        let path = Programs.package.appending("packaging/server/examples/prometheus-alerts.yml")
        let checked = try await runTool(Outsiders.promtool.string, ["check", "rules", path.string])
        #expect(checked.exitCode == 0, "\(checked.output) \(checked.errors)")
        let rules = try String(contentsOf: URL(filePath: path.string), encoding: .utf8)
        let names = Set(rules.matches(of: #/\bsohoa_\w+/#).map { String($0.0) })
        #expect(!names.isEmpty)
        for name in names { #expect(figures.contains("# TYPE \(name) "), "\(name) is told by nobody") }
    }
}
