import Dossiers
import FoundationEssentials
import SystemPackage
import TestSupport

/// How long the province's pages take over HTTP, from the real collector, on ten years and on one.
struct PageMeasurement {
    let workshop: Workshop

    private static let limit = 0.1
    private static let growth = 1.5
    /// Requests of each page in a round.
    private static let requests = 20

    func figures(_ ten: CollectorUnderTest, _ one: CollectorUnderTest) async throws -> [Figure] {
        let office = try Offices.communes(50)[49]
        let pages = [
            ("/", "/"), ("/offices", "/offices"), ("/offices/{id}", "/offices/\(office)"),
            ("/operations", "/operations"),
        ]
        var times: [String: (ten: [Double], one: [Double])] = [:]
        for collector in [ten, one] { try await PageReader.addAccount(at: collector) }
        try await ten.serving { tenPort in
            try await one.serving { onePort in
                try await workshop.withFolder { folder in
                    let large = try await PageReader(port: tenPort, cookies: folder.appending("ten"))
                    let small = try await PageReader(port: onePort, cookies: folder.appending("one"))
                    for round in 0...workshop.repetitions(usual: 10) {
                        for (name, path) in pages {
                            let tenTimes = try await large.times(of: path, Self.requests)
                            let oneTimes = try await small.times(of: path, Self.requests)
                            // The first brings everything into the caches.
                            guard round > 0 else { continue }
                            times[name, default: ([], [])].ten += tenTimes
                            times[name, default: ([], [])].one += oneTimes
                        }
                    }
                }
            }
        }
        return pages.flatMap { name, _ in
            let (ten, one) = times[name] ?? ([], [])
            return [
                Figure(
                    what: "page \(name), 95th percentile", ours: Quantity(percentile(95, of: ten), .seconds),
                    goal: .atMost(Quantity(Self.limit, .seconds)),
                    note: "over HTTP on loopback from sohoa-collector on ten years, \(ten.count) requests by curl, one "
                        + "after the other; an administrator's page of the whole province, this year"),
                Figure(
                    what: "  median, 10 years ÷ 1 year", ours: Quantity(median(ten), .seconds),
                    peer: Quantity(median(one), .seconds), goal: .ratioAtMost(Self.growth),
                    note: "the same page of a second collector that has this year only, in turns"),
            ]
        }
    }
}

/// The value that so many in a hundred are at most.
func percentile(_ share: Int, of values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted[min(sorted.count - 1, sorted.count * share / 100)]
}
