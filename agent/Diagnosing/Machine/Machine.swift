import FoundationEssentials
import Glibc
package import SystemPackage

/// The machine's own files that tell of devices, processes and programs.
package struct Machine: Sendable {
    private let root: FilePath

    /// - Parameter root: where `/` is; another folder shows another machine.
    package init(root: FilePath = "/") { self.root = root }

    /// The place of a file of the machine, such as `sys/bus/usb/devices`.
    func path(_ relative: String) -> FilePath { root.appending(relative) }

    func exists(_ path: FilePath) -> Bool { unsafe access(path.string, F_OK) == 0 }

    /// The names in a folder, sorted; none where it cannot be read.
    func names(in folder: FilePath) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.string)) ?? []).sorted()
    }

    /// The text of a small file, without blanks around it; nil where it cannot be read.
    ///
    /// Files of `/proc` and `/sys` have no length before they are read.
    func text(_ path: FilePath) -> String? {
        guard let file = try? FileDescriptor.open(path, .readOnly) else { return nil }
        defer { try? file.close() }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count < Self.longest {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe (try? file.read(into: $0)) ?? 0 }
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        let blanks: Set<UInt8> = [0x20, 0x0A, 0x0D, 0x09]
        let start = bytes.firstIndex { !blanks.contains($0) } ?? bytes.endIndex
        let end = bytes.lastIndex { !blanks.contains($0) } ?? start
        return start == bytes.endIndex ? "" : String(decoding: bytes[start...end], as: UTF8.self)
    }

    /// Lines of a configuration file, without comments and blank ones; nil where it cannot be read.
    func settings(in path: FilePath) -> [String]? {
        text(path)?.split(whereSeparator: \.isNewline).compactMap { line in
            let words = (line.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).first ?? "")
                .split(whereSeparator: { $0 == " " || $0 == "\t" })
            return words.isEmpty ? nil : words.joined(separator: " ")
        }
    }

    /// Where a symbolic link leads; nil where it is none, or may not be read.
    func target(of link: FilePath) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: link.string)
    }

    private static let longest = 4 << 20
}
