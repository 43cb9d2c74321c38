import ArgumentParser

/// What can be measured.
enum Benchmark: String, CaseIterable, ExpressibleByArgument {
    case worker
    case memory
    case size
    case intake
    case delivery
    case progress
    case find
    case decade
    case footprint

    /// What is measured where nothing is named: all but what takes half an hour and tens of gigabytes.
    static let usual = allCases.filter { $0 != .decade }

    /// What is measured, for those who watch.
    var explanation: String {
        switch self {
        case .worker: "a scan by the worker and by scanimage"
        case .memory: "the worker's peak memory for 1 and 100 pages"
        case .size: "bytes of the pages stored by the worker and by scanimage"
        case .intake: "a collector that takes in pages from several stations"
        case .delivery: "an agent that delivers over a slow link (takes some minutes)"
        case .progress: "the report on 10 thousand and 1 million dossiers"
        case .find: "finding dossiers among a million"
        case .decade:
            "pages, totals and intake on ten years of a province (the first time it makes them: see docs/benchmarks.md)"
        case .footprint: "the agent's size, and its memory when it has nothing to do"
        }
    }

    /// Measures.
    func figures(_ workshop: Workshop) async throws -> [Figure] {
        switch self {
        case .worker: try await WorkerBenchmark(workshop: workshop).figures()
        case .memory: try await MemoryBenchmark(workshop: workshop).figures()
        case .size: try await SizeBenchmark(workshop: workshop).figures()
        case .intake: try await IntakeBenchmark(workshop: workshop).figures()
        case .delivery: try await DeliveryBenchmark(workshop: workshop).figures()
        case .progress: try await ProgressBenchmark(workshop: workshop).figures()
        case .find: try await FindBenchmark(workshop: workshop).figures()
        case .decade: try await DecadeBenchmark(workshop: workshop).figures()
        case .footprint: try await FootprintBenchmark(workshop: workshop).figures()
        }
    }
}
