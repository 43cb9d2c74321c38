import TestSupport

/// What a scan costs with our worker and with the stock programs.
struct WorkerBenchmark {
    let workshop: Workshop

    func figures() async throws -> [Figure] {
        try await withVirtualScanner(pages: .samples) { scanner in
            let feeder = try await measure(.feeder(scanner), "feeder", pages: 12, reload: scanner.reload)
            let test = try await measure(.testDevice(scanner), "SANE test", pages: 10) {}
            return feeder + test
        }
    }

    private func measure(
        _ task: ScanTask, _ name: String, pages: Int, reload: () throws -> Void
    ) async throws -> [Figure] {
        var (ours, theirs): ([Cost], [Cost]) = ([], [])
        for repetition in 0...workshop.repetitions(usual: 7) {
            try reload()
            let worker = try await workshop.withFolder { try await WorkerRun(task, into: $0) }
            try reload()
            let peer = try await workshop.withFolder { try await ScanimageRun(task, into: $0) }
            guard worker.pages.count == pages, peer.pages.count == pages else {
                throw CannotMeasure(
                    "\(name): the worker gave \(worker.pages.count) pages and scanimage \(peer.pages.count), not \(pages)"
                )
            }
            // The first brings everything into the caches.
            guard repetition > 0 else { continue }
            ours.append(worker.cost)
            theirs.append(peer.cost)
        }
        let sizes = "\(pages) pages of A4, 300 dpi, colour, JPEG quality \(ScanTask.quality)"
        let doesMore =
            "the worker also makes thumbnail and preview, looks for blank pages, syncs each page and waits for the "
            + "station's word"
        return [
            Figure(
                "worker CPU, \(name)", ours: ours.map(\.cpu), peer: theirs.map(\.cpu), unit: .seconds,
                goal: .ratioAtMost(1.15),
                note: "user and system time of the worker process ÷ that of scanimage --batch and sha256sum; \(sizes); "
                    + "both include the driver's work; \(doesMore)"),
            Figure(
                "worker wall time, \(name)", ours: ours.map(\.wall), peer: theirs.map(\.wall), unit: .seconds,
                goal: .ratioAtMost(1.15), note: "the same runs, from start to end of the programs"),
        ]
    }
}
