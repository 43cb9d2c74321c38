import ContentStore
import FoundationEssentials
import SettingsFiles
import SystemPackage

/// Who a dossier belongs to, from a file or standard input: arguments are for every process of the PC to see.
enum OwnerFile {
    /// The owner's name and identity number.
    ///
    /// - Parameter path: `-` for standard input.
    /// - Throws: `Refusal` when there is no name.
    static func read(_ path: String) throws -> (name: String?, identityNumber: String?) {
        let lines = path == "-" ? standardInput() : try file(path)
        guard let name = lines.first, !name.isEmpty else {
            throw Refusal("there is no owner's name in the first line of \(path == "-" ? "standard input" : path)")
        }
        return (name, lines.dropFirst().first.flatMap { $0.isEmpty ? nil : $0 })
    }

    private static func standardInput() -> [String] {
        var lines: [String] = []
        // `line` takes both kinds of line ends away.
        while lines.count < 2, let line = StandardInput.line() { lines.append(line) }
        return lines
    }

    private static func file(_ path: String) throws -> [String] {
        let bytes: [UInt8]?
        do { bytes = try DurableFile.read(FilePath(path)) } catch { throw Refusal("\(path) cannot be read: \(error)") }
        guard let bytes else { throw Refusal("there is no file \(path)") }
        // As bytes: to Swift the two characters that end a line on Windows are one.
        return bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
        }
    }
}
