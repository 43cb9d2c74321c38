import FoundationEssentials
import SystemPackage
import TestSupport

/// How well an agent uses a slow link, and how many bytes it sends beside the pages.
struct DeliveryBenchmark {
    let workshop: Workshop

    private static let dossiers = 20
    /// 300 ms for a round trip, 1 Mbit/s each way.
    private static let conditions = SimulatedLink.Conditions(delay: 150, kilobitsPerSecond: 1000)
    private static let pageBytes = Double(dossiers * SampleDossier.pageCount * SampleDossier.pageLength)

    /// What one delivery took.
    private struct Run {
        var seconds: Double
        var bytesUp: Int
        var bytesDown: Int
    }

    func figures() async throws -> [Figure] {
        let samples = (1...Self.dossiers).map { SampleDossier($0) }
        var runs: [Run] = []
        for repetition in 1...workshop.repetitions(usual: 3) {
            workshop.say("delivery: repetition \(repetition)")
            runs.append(try await workshop.withFolder { try await deliver(samples, in: $0) })
        }
        let alone = Self.pageBytes * 8 / 1_000_000
        let wire = runs.map { Double($0.bytesUp + $0.bytesDown) }
        let what =
            "\(Self.dossiers) dossiers of \(SampleDossier.pageCount) pages of \(SampleDossier.pageLength / 1000) kB, "
            + "sealed beforehand; sohoa-agent run → link simulator → sohoa-collector serve, plain HTTP"
        return [
            Figure(
                "delivery at 300 ms and 1 Mbit/s", ours: runs.map(\.seconds),
                peer: runs.map { _ in alone }, unit: .seconds, goal: .ratioAtMost(1.2),
                note:
                    "from the start of the daemon to the last receipt in the queue ÷ page bytes over the rate; \(what)"),
            Figure(
                "bytes on the wire, both ways", ours: wire, peer: runs.map { _ in Self.pageBytes }, unit: .bytes,
                goal: .ratioAtMost(1.03),
                note: "TCP payload counted by the link simulator in the same runs ÷ page bytes; the first "
                    + "sent \(runs[0].bytesUp) bytes up and \(runs[0].bytesDown) down"),
        ]
    }

    private func deliver(_ samples: [SampleDossier], in folder: FilePath) async throws -> Run {
        let collector = try await CollectorUnderTest(in: folder)
        let site = try Offices.communes(1)[0]
        return try await collector.serving { port in
            try await withLink(to: port, Self.conditions) { link in
                let agent = try await AgentUnderTest(
                    in: folder, site: site, token: try await collector.token(for: site), port: link.port)
                try await agent.fill(samples)
                let before = try await link.figures()
                let start = ContinuousClock.now
                try await agent.daemon.start()
                try await agent.delivered(samples.count)
                let seconds = start.duration(to: .now).seconds
                let after = try await link.figures()
                await agent.daemon.stop()
                return Run(
                    seconds: seconds, bytesUp: after.bytesUp - before.bytesUp,
                    bytesDown: after.bytesDown - before.bytesDown)
            }
        }
    }
}
