import FoundationEssentials
import SystemPackage
import TestSupport

/// What the agent takes on a PC when it has nothing to do.
struct FootprintBenchmark {
    let workshop: Workshop

    /// Long enough for the daemon to have looked at its spool and at the collector's answer.
    private static let settling = Duration.seconds(5)
    /// How long it is watched doing nothing.
    private static let watching = Duration.seconds(30)
    /// What it delivers before it is looked at once more, and how long it rests then.
    private static let work = 20
    private static let rest = Duration.seconds(65)

    func figures() async throws -> [Figure] {
        let (installed, stripped) = try await workshop.withFolder { try await sizes(in: $0) }
        let idle = try await workshop.withFolder { try await idleness(in: $0) }
        return [
            Figure(
                what: "agent, stripped", ours: Quantity(stripped, .bytes),
                note: "with the Swift runtime linked in; \(Quantity(installed, .bytes)) as the build leaves it"),
            Figure(
                what: "agent, idle", ours: Quantity(idle.memory, .bytes), goal: .atMost(Quantity(40e6, .bytes)),
                note: "VmRSS of sohoa-agent run, enrolled, its page served, with an empty queue, after "
                    + "\(Self.settling)"),
            Figure(
                what: "agent, idle after \(Self.work) dossiers", ours: Quantity(idle.later, .bytes),
                goal: .atMost(Quantity(40e6, .bytes)),
                note: "VmRSS of the same, \(Self.rest) after the last receipt of \(Self.work) dossiers with "
                    + "\(SampleDossier.pageCount) pages of \(SampleDossier.pageLength / 1000) kB each"),
            Figure(
                what: "agent, idle, processor in 30 s", ours: Quantity(idle.seconds, .seconds),
                goal: .atMost(Quantity(0.15, .seconds)),
                note: "user and system time of the same while nobody uses it; half a percent is shown as 0 %"),
        ]
    }

    private func sizes(in folder: FilePath) async throws -> (installed: Double, stripped: Double) {
        let copy = folder.appending("stripped")
        let result = try await runTool("strip", ["-o", copy.string, Programs.agent.string])
        guard result.exitCode == 0 else { throw CannotMeasure("strip: \(result.errors)") }
        return (try size(of: Programs.agent), try size(of: copy))
    }

    private func size(of file: FilePath) throws -> Double {
        let attributes = try FileManager.default.attributesOfItem(atPath: file.string)
        guard let size = attributes[.size] as? Int else { throw CannotMeasure("\(file) has no size") }
        return Double(size)
    }

    private func idleness(in folder: FilePath) async throws -> (memory: Double, seconds: Double, later: Double) {
        let collector = try await CollectorUnderTest(in: folder)
        let site = try Offices.communes(1)[0]
        return try await collector.serving { port in
            let agent = try await AgentUnderTest(
                in: folder, site: site, token: try await collector.token(for: site), port: port)
            try await agent.daemon.start()
            try await Task.sleep(for: Self.settling)
            let process = try ProcessTable.child(running: Programs.agent)
            let memory = try ProcessTable.memory(.resident, of: process)
            let before = try ProcessTable.processorSeconds(of: process)
            try await Task.sleep(for: Self.watching)
            let seconds = try ProcessTable.processorSeconds(of: process) - before
            try await agent.fill((0..<Self.work).map { SampleDossier(1 + $0) })
            try await agent.delivered(Self.work)
            try await Task.sleep(for: Self.rest)
            let later = try ProcessTable.memory(.resident, of: process)
            await agent.daemon.stop()
            return (memory, seconds, later)
        }
    }
}
