import FoundationEssentials
import SystemPackage
import TestSupport

/// How many bytes a page takes at the same quality.
struct SizeBenchmark {
    let workshop: Workshop

    func figures() async throws -> [Figure] {
        try await withVirtualScanner(pages: .samples) { scanner in
            var figures: [Figure] = []
            for resolution in [300, 200] {
                figures.append(try await figure(scanner, resolution: resolution))
            }
            return figures
        }
    }

    private func figure(_ scanner: VirtualScanner, resolution: Int) async throws -> Figure {
        let task = ScanTask.feeder(scanner, resolution: resolution)
        let ours = try await sizes(scanner) { try await WorkerRun(task, into: $0).pages }
        let theirs = try await sizes(scanner) { try await ScanimageRun(task, into: $0).pages }
        guard ours.map(\.coding) == theirs.map(\.coding) else {
            throw CannotMeasure("size, sampling or quantisation differ, so that bytes cannot be compared")
        }
        let ratios = zip(ours, theirs).map { $0.bytes / $1.bytes }
        let names = try SamplePages.files().map { $0.lastComponent?.string.prefix(2) ?? "" }
        return Figure(
            what: "bytes of \(ours.count) pages, \(resolution) dpi", ours: Quantity(ours.sum, .bytes),
            peer: Quantity(theirs.sum, .bytes), spread: ratios.min()!...ratios.max()!, goal: .ratioAtMost(0.95),
            note:
                "JPEG quality \(ScanTask.quality); pixels, sampling and quantisation tables are found to be the same; "
                + "page by page: "
                + zip(names, ratios).map { "\($0) \(fixed($1, 3))" }.joined(separator: ", "))
    }

    private func sizes(
        _ scanner: VirtualScanner, _ scan: (FilePath) async throws -> [FilePath]
    ) async throws -> [(bytes: Double, coding: JPEGCoding)] {
        try scanner.reload()
        return try await workshop.withFolder { folder in
            try await scan(folder).map { page in
                let bytes = [UInt8](try Data(contentsOf: URL(filePath: page.string)))
                return (Double(bytes.count), try JPEGCoding(of: bytes))
            }
        }
    }
}

extension [(bytes: Double, coding: JPEGCoding)] {
    fileprivate var sum: Double { reduce(0) { $0 + $1.bytes } }
}
