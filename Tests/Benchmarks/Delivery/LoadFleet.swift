import Dossiers
import FoundationEssentials
import TestSupport

/// Stations that send dossiers with their pages to one collector, all at the same time.
struct LoadFleet {
    static let stations = 8
    static let dossiersPerStation = 12

    private var stations: [LoadStation] = []

    /// Enrols the stations at `collector`, which listens on `port`.
    init(at collector: CollectorUnderTest, port: Int) async throws {
        for site in try Offices.communes(Self.stations) {
            stations.append(
                try await LoadStation(site: site, token: try await collector.token(for: site), port: port))
        }
    }

    /// Seals the dossiers of `batch`, then lets every station send its own, one submission after the other.
    ///
    /// - Returns: pages a second, from the first announcement to the last receipt.
    mutating func deliver(_ batch: Batch) async throws -> Double {
        var work: [(LoadStation, [LoadStation.Submission])] = []
        for index in stations.indices {
            let submissions = batch.dossiers(of: index).map { stations[index].prepare($0) }
            work.append((stations[index], submissions))
        }
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (station, submissions) in work {
                group.addTask { for submission in submissions { try await station.send(submission) } }
            }
            try await group.waitForAll()
        }
        return Double(batch.pages.count) / start.duration(to: .now).seconds
    }

    /// The dossiers of one repetition.
    struct Batch {
        private let dossiers: [SampleDossier]

        init(_ repetition: Int) {
            let count = LoadFleet.stations * LoadFleet.dossiersPerStation
            dossiers = (0..<count).map { SampleDossier(1 + repetition * count + $0) }
        }

        var pages: [(page: Page, bytes: Data)] { dossiers.flatMap(\.pages) }

        fileprivate func dossiers(of station: Int) -> ArraySlice<SampleDossier> {
            let first = station * LoadFleet.dossiersPerStation
            return dossiers[first..<first + LoadFleet.dossiersPerStation]
        }
    }
}
