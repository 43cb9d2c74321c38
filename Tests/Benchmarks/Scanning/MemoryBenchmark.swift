import TestSupport

/// Whether the worker's memory depends on the number of pages.
struct MemoryBenchmark {
    let workshop: Workshop

    private static let pages = 100
    /// What a worker may take.
    private static let limit = Quantity(32e6, .bytes)

    func figures() async throws -> [Figure] {
        try await withVirtualScanner(pages: .samples(Self.pages)) { scanner in
            var (many, one): ([Double], [Double]) = ([], [])
            for _ in 0..<workshop.repetitions(usual: 3) {
                many.append(try await peak(scanner, pages: Self.pages))
                one.append(try await peak(scanner, pages: 1))
            }
            return [
                Figure(
                    "worker peak memory, \(Self.pages) pages ÷ 1 page", ours: many, peer: one, unit: .bytes,
                    goal: .ratioNearOne(0.02),
                    note: "VmHWM of the worker process, shared libraries and driver included; A4, 300 dpi, colour"),
                Figure(
                    what: "worker peak memory, \(Self.pages) pages", ours: Quantity(many.max()!, .bytes),
                    goal: .atMost(Self.limit), note: "the greatest of all repetitions"),
            ]
        }
    }

    private func peak(_ scanner: VirtualScanner, pages: Int) async throws -> Double {
        try scanner.reload()
        return try await workshop.withFolder { folder in
            var peak = 0.0
            let run = try await WorkerRun(.feeder(scanner, pageLimit: pages), into: folder) {
                let worker = try ProcessTable.child(running: Programs.agent)
                peak = max(peak, try ProcessTable.memory(.peak, of: worker))
            }
            guard run.pages.count == pages else {
                throw CannotMeasure("\(run.pages.count) pages came instead of \(pages)")
            }
            return peak
        }
    }
}
