import Dossiers
import FoundationEssentials
import SystemPackage
import TestSupport

/// How many pages a collector takes in, against what the disk alone allows.
struct IntakeBenchmark {
    let workshop: Workshop

    private static let stations = 8
    private static let dossiersPerStation = 12

    func figures() async throws -> [Figure] {
        try await workshop.withFolder { folder in
            let collector = try await CollectorUnderTest(in: folder)
            return try await collector.serving { port in try await measure(collector, port: port, in: folder) }
        }
    }

    private func measure(
        _ collector: CollectorUnderTest, port: Int, in folder: FilePath
    ) async throws -> [Figure] {
        var stations = try await enrol(at: collector, port: port)
        var (ours, bare): ([Double], [Double]) = ([], [])
        for repetition in 0...workshop.repetitions(usual: 5) {
            let batch = Batch(repetition)
            var work: [(LoadStation, [LoadStation.Submission])] = []
            for index in stations.indices {
                let submissions = batch.dossiers(of: index).map { stations[index].prepare($0) }
                work.append((stations[index], submissions))
            }
            let seconds = try await send(work)
            // Kept until the end: ext4 without a journal passes over inodes that were deleted seconds ago one by one, and
            // whoever makes files next pays for it.
            let bareFolder = folder.appending("bare-\(repetition)")
            try FileManager.default.createDirectory(atPath: bareFolder.string, withIntermediateDirectories: true)
            let bareSeconds = try BareLoop.store(batch.pages, in: bareFolder)
            // The first brings everything into the caches.
            guard repetition > 0 else { continue }
            ours.append(Double(batch.pages.count) / seconds)
            bare.append(Double(batch.pages.count) / bareSeconds)
        }
        let peak = try ProcessTable.memory(.peak, of: try ProcessTable.child(running: Programs.collector))
        return [
            Figure(
                "collector intake with receipts", ours: ours, peer: bare, unit: .pagesPerSecond,
                goal: .ratioAtLeast(0.6),
                note:
                    "\(Self.stations) stations in parallel over HTTP on loopback, \(Self.dossiersPerStation) dossiers of "
                    + "\(SampleDossier.pageCount) pages of \(SampleDossier.pageLength / 1000) kB each, sealed beforehand; "
                    + "the client (the agent's, libcurl, in this process) shares the processors ÷ a loop of write, fsync, "
                    + "rename, fsync of the folder over the same pages in memory"),
            Figure(
                what: "collector peak memory under this load", ours: Quantity(peak, .bytes), note: "VmHWM of the server"
            ),
        ]
    }

    private func enrol(at collector: CollectorUnderTest, port: Int) async throws -> [LoadStation] {
        var stations: [LoadStation] = []
        for site in try Offices.communes(Self.stations) {
            stations.append(
                try await LoadStation(site: site, token: try await collector.token(for: site), port: port))
        }
        return stations
    }

    /// Lets every station send what it has, one submission after the other.
    ///
    /// - Returns: seconds until the last receipt.
    private func send(_ work: [(LoadStation, [LoadStation.Submission])]) async throws -> Double {
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (station, submissions) in work {
                group.addTask { for submission in submissions { try await station.send(submission) } }
            }
            try await group.waitForAll()
        }
        return start.duration(to: .now).seconds
    }

    /// The dossiers of one repetition.
    private struct Batch {
        private let dossiers: [SampleDossier]

        init(_ repetition: Int) {
            let count = IntakeBenchmark.stations * IntakeBenchmark.dossiersPerStation
            dossiers = (0..<count).map { SampleDossier(1 + repetition * count + $0) }
        }

        var pages: [(page: Page, bytes: Data)] { dossiers.flatMap(\.pages) }

        func dossiers(of station: Int) -> ArraySlice<SampleDossier> {
            let first = station * IntakeBenchmark.dossiersPerStation
            return dossiers[first..<first + IntakeBenchmark.dossiersPerStation]
        }
    }
}
