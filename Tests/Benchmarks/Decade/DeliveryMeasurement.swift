import Dossiers
import TestSupport

/// How fast dossiers with their pages are taken in over HTTP on ten years, against a collector that has none.
struct DeliveryMeasurement {
    let workshop: Workshop

    /// Batches after which a collector has in memory what it needs again and again, the upper levels of the index. The places
    /// of single dossiers are read from the disk to the end, where the index is larger than the memory.
    private static let warmUp = 10

    func figures(_ large: CollectorUnderTest, _ empty: CollectorUnderTest) async throws -> [Figure] {
        let (ten, none) = try await large.serving { tenPort in
            try await empty.serving { emptyPort in
                var (full, fresh) = (
                    try await LoadFleet(at: large, port: tenPort), try await LoadFleet(at: empty, port: emptyPort)
                )
                var (ten, none): ([Double], [Double]) = ([], [])
                for repetition in 0..<Self.warmUp + workshop.repetitions(usual: 20) {
                    let batch = LoadFleet.Batch(repetition)
                    ten.append(try await full.deliver(batch))
                    none.append(try await fresh.deliver(batch))
                }
                return (ten, none)
            }
        }
        let what =
            "\(LoadFleet.stations) stations in parallel over HTTP on loopback, "
            + "\(LoadFleet.dossiersPerStation) dossiers a batch of \(SampleDossier.pageCount) pages of "
            + "\(SampleDossier.pageLength / 1000) kB each, to one collector and then to the other"
        return [
            Figure(
                "intake with receipts, 10 years ÷ empty", ours: Array(ten.dropFirst(Self.warmUp)),
                peer: Array(none.dropFirst(Self.warmUp)), unit: .pagesPerSecond, goal: .ratioAtLeast(0.8),
                note: "\(what), after \(Self.warmUp) batches"),
            Figure(
                "  those first batches", ours: Array(ten.prefix(Self.warmUp)), peer: Array(none.prefix(Self.warmUp)),
                unit: .pagesPerSecond, goal: nil,
                note: "\(what): of the index there is in memory what copying it and reading pages left there"),
        ]
    }
}
