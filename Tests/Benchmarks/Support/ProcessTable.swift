import FoundationEssentials
import Glibc
import SystemPackage

/// What the kernel tells of running processes.
enum ProcessTable {
    /// A field of `/proc/PID/status` that holds kilobytes.
    enum MemoryField: String {
        /// What is in memory now.
        case resident = "VmRSS"
        /// The most that was, since the program began.
        case peak = "VmHWM"
    }

    /// The child of this process that runs `program`.
    static func child(running program: FilePath) throws -> pid_t {
        let wanted = try FileManager.default.attributesOfItem(atPath: program.string)[.systemFileNumber] as? Int
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") {
            guard let id = pid_t(name), status(of: id, "PPid") == Int(getpid()) else { continue }
            // Follows the link, so that other names of the same file do not matter.
            let found = try? FileManager.default.attributesOfItem(
                atPath: FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(id)/exe"))[.systemFileNumber]
            if let found = found as? Int, found == wanted { return id }
        }
        throw CannotMeasure("no child of this process runs \(program)")
    }

    /// Bytes of a process's memory.
    static func memory(_ field: MemoryField, of process: pid_t) throws -> Double {
        guard let kilobytes = status(of: process, field.rawValue) else {
            throw CannotMeasure("process \(process) ended before its memory was read")
        }
        return Double(kilobytes) * 1024
    }

    /// User and system time of a process so far (proc(5): the 14th and 15th field of `stat`).
    static func processorSeconds(of process: pid_t) throws -> Double {
        let text = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        // The name in parentheses may have blanks; behind it the third field follows.
        let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ").dropFirst()
        let ticks = fields.dropFirst(11).prefix(2).compactMap { Double($0) }
        guard ticks.count == 2 else { throw CannotMeasure("/proc/\(process)/stat is not of the known form") }
        return (ticks[0] + ticks[1]) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private static func status(of process: pid_t, _ field: String) -> Int? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8) else { return nil }
        let line = text.split(separator: "\n").first { $0.hasPrefix(field + ":") }
        return line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) }
    }
}
