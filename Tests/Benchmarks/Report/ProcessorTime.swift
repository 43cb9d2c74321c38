import FoundationEssentials
import Glibc

/// How the processors were used up to a moment.
struct ProcessorTime {
    /// Seconds of all processors that were not idle, those that the host took away among them.
    private let busy: Double
    /// Seconds that this process and its ended children used.
    private let own: Double
    private let moment: ContinuousClock.Instant

    static var processors: Int { sysconf(Int32(_SC_NPROCESSORS_ONLN)) }

    static func now() -> ProcessorTime {
        // First line: cpu user nice system idle iowait irq softirq steal …, in ticks.
        let text = (try? String(contentsOfFile: "/proc/stat", encoding: .utf8)) ?? ""
        let ticks = text.prefix { $0 != "\n" }.split(separator: " ").dropFirst().compactMap { Double($0) }
        let idle = ticks.dropFirst(3).prefix(2).reduce(0, +)
        let busy = (ticks.prefix(8).reduce(0, +) - idle) / Double(sysconf(Int32(_SC_CLK_TCK)))
        return ProcessorTime(busy: busy, own: cpu(RUSAGE_SELF) + cpu(RUSAGE_CHILDREN), moment: .now)
    }

    /// The share of the processors that neither lay idle nor worked for this process or its children.
    func shareOfOthers(since earlier: ProcessorTime) -> Double {
        let capacity = earlier.moment.duration(to: moment).seconds * Double(Self.processors)
        return max(0, (busy - earlier.busy) - (own - earlier.own)) / capacity
    }

    /// Seconds of processors, user and system, of this process or of its ended children and theirs.
    static func cpu(_ whose: __rusage_who) -> Double {
        var usage = rusage()
        // Writes into a variable of the right type.
        _ = unsafe getrusage(whose.rawValue, &usage)
        return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
    }
}
