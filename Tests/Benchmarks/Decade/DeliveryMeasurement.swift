import Dossiers
import TestSupport

/// How fast dossiers with their pages are taken in over HTTP on ten years, against a collector that has none.
struct DeliveryMeasurement {
    let workshop: Workshop

    func figures(_ large: CollectorUnderTest, _ empty: CollectorUnderTest) async throws -> [Figure] {
        let (ten, none) = try await large.serving { tenPort in
            try await empty.serving { emptyPort in
                var (full, fresh) = (
                    try await LoadFleet(at: large, port: tenPort), try await LoadFleet(at: empty, port: emptyPort)
                )
                var (ten, none): ([Double], [Double]) = ([], [])
                for repetition in 0...workshop.repetitions(usual: 7) {
                    let batch = LoadFleet.Batch(repetition)
                    let rates = (try await full.deliver(batch), try await fresh.deliver(batch))
                    // The first brings everything into the caches.
                    guard repetition > 0 else { continue }
                    ten.append(rates.0)
                    none.append(rates.1)
                }
                return (ten, none)
            }
        }
        return [
            Figure(
                "intake with receipts, 10 years ÷ empty", ours: ten, peer: none, unit: .pagesPerSecond,
                goal: .ratioAtLeast(0.8),
                note: "\(LoadFleet.stations) stations in parallel over HTTP on loopback, "
                    + "\(LoadFleet.dossiersPerStation) dossiers of \(SampleDossier.pageCount) pages of "
                    + "\(SampleDossier.pageLength / 1000) kB each, to one collector and then to the other")
        ]
    }
}
