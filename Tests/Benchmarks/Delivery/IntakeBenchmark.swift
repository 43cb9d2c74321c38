import Dossiers
import FoundationEssentials
import SystemPackage
import TestSupport

/// How many pages a collector takes in, against what the disk alone allows.
struct IntakeBenchmark {
    let workshop: Workshop

    func figures() async throws -> [Figure] {
        try await workshop.withFolder { folder in
            let collector = try await CollectorUnderTest(in: folder)
            return try await collector.serving { port in try await measure(collector, port: port, in: folder) }
        }
    }

    private func measure(
        _ collector: CollectorUnderTest, port: Int, in folder: FilePath
    ) async throws -> [Figure] {
        var fleet = try await LoadFleet(at: collector, port: port)
        var (ours, bare): ([Double], [Double]) = ([], [])
        for repetition in 0...workshop.repetitions(usual: 5) {
            let batch = LoadFleet.Batch(repetition)
            let rate = try await fleet.deliver(batch)
            // Kept until the end, for deleting is paid for by whoever makes files next (see Workshop).
            let bareFolder = folder.appending("bare-\(repetition)")
            try FileManager.default.createDirectory(atPath: bareFolder.string, withIntermediateDirectories: true)
            let bareSeconds = try BareLoop.store(batch.pages, in: bareFolder)
            // The first brings everything into the caches.
            guard repetition > 0 else { continue }
            ours.append(rate)
            bare.append(Double(batch.pages.count) / bareSeconds)
        }
        let peak = try ProcessTable.memory(.peak, of: try ProcessTable.child(running: Programs.collector))
        return [
            Figure(
                "collector intake with receipts", ours: ours, peer: bare, unit: .pagesPerSecond,
                goal: .ratioAtLeast(0.6),
                note:
                    "\(LoadFleet.stations) stations in parallel over HTTP on loopback, "
                    + "\(LoadFleet.dossiersPerStation) dossiers of \(SampleDossier.pageCount) pages of \(SampleDossier.pageLength / 1000) kB each, sealed beforehand; "
                    + "the client (the agent's, libcurl, in this process) shares the processors ÷ a loop of write, fsync, "
                    + "rename, fsync of the folder over the same pages in memory"),
            Figure(
                what: "collector peak memory under this load", ours: Quantity(peak, .bytes), note: "VmHWM of the server"
            ),
        ]
    }
}
