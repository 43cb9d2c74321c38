import Dossiers
import Progress
import Registry

/// Whether the report takes longer the more dossiers there are.
struct ProgressBenchmark {
    let workshop: Workshop

    private static let few = SyntheticProvince(dossiers: 10_000)
    private static let many = SyntheticProvince(dossiers: 1_000_000)
    /// Within a month, so that counters by month and by day are read.
    private static let asOf = CalendarDay(year: many.year, month: 12, day: 20)!

    func figures() async throws -> [Figure] {
        let provinces = PreparedProvinces(workshop: workshop)
        let small = try await provinces.collector(of: Self.few, isChecked: true)
        let large = try await provinces.collector(of: Self.many)
        let what =
            "offices, targets and denominators of Sóc Trăng, dossiers of \(SyntheticProvince.pages) pages spread over all "
            + "offices and days of \(Self.many.year); rows made by SQL, of which the smaller index was compared "
            + "with one that the collector derived"
        return [
            try await command(large, small, note: "sohoa-collector progress from start to end; \(what)"),
            try query(large, small, note: "the report made in this process, index open; the same indexes"),
        ]
    }

    private func command(_ large: CollectorUnderTest, _ small: CollectorUnderTest, note: String) async throws -> Figure
    {
        func seconds(_ collector: CollectorUnderTest) async throws -> Double {
            let (cost, text) = try await Cost.of {
                try await collector.does(
                    "progress", "--period", "\(Self.many.year)", "--as-of", "\(Self.asOf)")
            }
            guard !text.isEmpty else { throw CannotMeasure("progress printed nothing") }
            return cost.wall
        }
        var (ours, peer): ([Double], [Double]) = ([], [])
        for repetition in 0...workshop.repetitions(usual: 15) {
            let pair = (try await seconds(large), try await seconds(small))
            guard repetition > 0 else { continue }
            ours.append(pair.0)
            peer.append(pair.1)
        }
        return Figure(
            "progress, 1,000,000 ÷ 10,000 dossiers", ours: ours, peer: peer, unit: .seconds, goal: .ratioAtMost(2),
            note: note)
    }

    private func query(_ large: CollectorUnderTest, _ small: CollectorUnderTest, note: String) throws -> Figure {
        let (largeIndex, smallIndex) = (try open(large, Self.many), try open(small, Self.few))
        let request = try ReportRequest(period: Period(year: Self.many.year), asOf: Self.asOf)
        func seconds(_ registry: Registry) throws -> Double {
            let start = ContinuousClock.now
            _ = try ProgressReport.make(request, from: registry).get()
            return start.duration(to: .now).seconds
        }
        var (ours, peer): ([Double], [Double]) = ([], [])
        for repetition in 0...workshop.repetitions(usual: 15) {
            let pair = (try seconds(largeIndex), try seconds(smallIndex))
            guard repetition > 0 else { continue }
            ours.append(pair.0)
            peer.append(pair.1)
        }
        try largeIndex.close()
        try smallIndex.close()
        return Figure(
            "  its query alone", ours: ours, peer: peer, unit: .seconds, goal: .ratioAtMost(2), note: note)
    }

    /// The index of `collector`, found to count what was put in.
    private func open(_ collector: CollectorUnderTest, _ province: SyntheticProvince) throws -> Registry {
        let registry = try Registry.open(at: PreparedProvinces.index(of: collector))
        let period = Period(year: Self.many.year)
        let counted = try registry.readFigures { reader throws(RegistryError) in
            try reader.sums(of: .digitisedDossiers, from: period.first, through: period.last).values.reduce(0, +)
        }
        let expected = province.digitisedDossiers
        guard counted == expected else { throw CannotMeasure("\(counted) dossiers count instead of \(expected)") }
        return registry
    }
}
