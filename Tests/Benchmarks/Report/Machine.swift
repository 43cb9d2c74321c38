import FoundationEssentials
import Glibc
import SystemPackage

/// The machine on which the figures are measured, and how much of it others took meanwhile.
struct Machine {
    private let description: String
    private let began: ProcessorTime

    /// The share of the processors from which on the work of others falsifies what is measured.
    private static let tolerableShare = 0.05

    /// Looks at the machine before the first measurement.
    ///
    /// - Parameter folder: a place on the disk that is measured.
    init(folder: FilePath) throws {
        let processor = Self.field("model name", in: "/proc/cpuinfo") ?? "unknown processor"
        let memory = Self.field("MemTotal", in: "/proc/meminfo").flatMap { Int($0.prefix { $0 != " " }) } ?? 0
        let rate = try Self.syncRate(folder)
        description =
            "\(processor), \(ProcessorTime.processors) processors, \(memory >> 20) GB of memory; "
            + "disk: \(Int(rate)) times write of 4 kB and fsync a second"
        began = ProcessorTime.now()
    }

    /// The machine, and what others did on it since.
    func report() -> String {
        let share = ProcessorTime.now().shareOfOthers(since: began)
        let verdict =
            share > Self.tolerableShare
            ? "too much: the figures are preliminary" : "little enough to leave the figures right"
        return """
            Machine: \(description)
            Others took \(fixed(100 * share, 1)) % of the processors meanwhile: \(verdict).
            Release builds, warm caches, medians; (range) is that of the ratios of single repetitions.
            """
    }

    private static func field(_ name: String, in file: String) -> String? {
        let text = try? String(contentsOfFile: file, encoding: .utf8)
        let line = text?.split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split(separator: ":", maxSplits: 1).last.map { String($0.drop { $0 == " " || $0 == "\t" }) }
    }

    /// Overwrites of a page of a file, each followed by fsync, in a second.
    private static func syncRate(_ folder: FilePath) throws -> Double {
        let path = folder.appending("sync-rate")
        let file = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite])
        defer {
            try? file.close()
            _ = unsafe unlink(path.string)
        }
        let block = [UInt8](repeating: 1, count: 4096)
        var count = 0
        let start = ContinuousClock.now
        while start.duration(to: .now) < .seconds(1) {
            _ = try file.writeAll(toAbsoluteOffset: 0, block)
            guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
            count += 1
        }
        return Double(count) / start.duration(to: .now).seconds
    }
}
