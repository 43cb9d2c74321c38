import FoundationEssentials
package import SystemPackage

/// A private SANE installation whose scanners are virtual document feeders, for a program that a test runs.
///
/// ```swift
/// try await withVirtualScanner(pages: .samples, faults: ["jam@3"]) { scanner in
///     try await runTool("scanimage", ["-d", scanner.device], environment: scanner.environment)
/// }
/// ```
///
/// SANE's own devices `test` (scan area up to 300 mm) and `pnm` are in it as well. What a feeder can do is written in
/// agent/VirtualFeeder, in config.h and faults.h.
package struct VirtualScanner: Sendable {
    /// SANE's name of the feeder.
    package let device: String
    /// What a child process needs in its environment: `SANE_CONFIG_DIR` and `LD_LIBRARY_PATH`.
    package let environment: [String: String]
    /// A temporary folder for the test's own use; it goes away with the scanner.
    package let scratch: FilePath
    /// The folder that the feeder takes for its stack.
    package let pages: FilePath

    /// The file in which the feeder keeps what it has fed. Removing it puts the whole stack into the feeder again.
    package var stateFile: FilePath { installation.appending("\(name).state") }

    private let installation: FilePath
    private let name: String

    /// The fault script: one fault a line, see `order`.
    package var script: FilePath { installation.appending("\(name).faults") }

    /// Installs SANE's configuration in `root`, an empty folder, with one feeder.
    fileprivate init(root: FilePath, pages: VirtualStack, settings: [String]) throws {
        let installation = root.appending("sane")
        let libraries = root.appending("lib")
        let scratch = root.appending("scratch")
        for folder in [installation, libraries, scratch] { try make(folder) }
        try FileManager.default.createSymbolicLink(
            atPath: libraries.appending("libsane-sohoafeeder.so.1").string,
            withDestinationPath: try Self.library().string)
        try write("sohoafeeder\ntest\npnm\n", to: installation.appending("dll.conf"))
        try write("geometry_max 300\n", to: installation.appending("test.conf"))
        let inherited = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"].map { ":\($0)" } ?? ""
        try self.init(
            name: "desk", installation: installation, scratch: scratch, pages: pages, settings: settings,
            environment: [
                "SANE_CONFIG_DIR": installation.string, "LD_LIBRARY_PATH": libraries.string + inherited,
            ])
    }

    private init(
        name: String, installation: FilePath, scratch: FilePath, pages: VirtualStack, settings: [String],
        environment: [String: String]
    ) throws {
        self.name = name
        self.installation = installation
        self.scratch = scratch
        self.environment = environment
        device = "sohoafeeder:\(name)"
        self.pages = installation.appending("\(name).pages")
        try make(self.pages)
        try pages.load(into: self.pages)

        let own = ["state=\(name).state", "faults=\(name).faults"]
        let line = ["device", name, "\(name).pages"] + own + settings
        let configuration = installation.appending("sohoafeeder.conf")
        let earlier = try? String(contentsOfFile: configuration.string, encoding: .utf8)
        try write((earlier ?? "") + line.joined(separator: " ") + "\n", to: configuration)
    }

    /// Adds a second feeder to the same installation, as a further desk. SANE reads its configuration when a program
    /// starts.
    package func addingDevice(
        named name: String, pages: VirtualStack = .samples, settings: [String] = []
    ) throws -> VirtualScanner {
        try VirtualScanner(
            name: name, installation: installation, scratch: scratch, pages: pages, settings: settings,
            environment: environment)
    }

    /// Replaces the fault script. It holds from the next sheet on, in a running program too.
    package func order(_ faults: [String]) throws {
        try write(faults.joined(separator: "\n") + "\n", to: script)
    }

    /// Puts the whole stack into the feeder again, and makes faults that were played playable again.
    package func reload() throws {
        try? FileManager.default.removeItem(atPath: stateFile.string)
    }

    /// How many files of the stack were fed.
    package func fed() -> Int {
        stateLines("next ").first.flatMap { Int($0) } ?? 0
    }

    /// The faults that were played so far and will not recur.
    package func played() -> [String] {
        stateLines("spent ")
    }

    private func stateLines(_ key: String) -> [String] {
        // No state file is a full stack; it is replaced by rename, so it is never half written.
        let text = (try? String(contentsOfFile: stateFile.string, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").filter { $0.hasPrefix(key) }.map { String($0.dropFirst(key.count)) }
    }

    /// The backend, which the build puts beside the program that runs the tests.
    package static func library() throws -> FilePath {
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let library = FilePath(program).removingLastComponent().appending("libsane-sohoafeeder.so")
        guard FileManager.default.fileExists(atPath: library.string) else {
            throw VirtualScannerError.notBuilt(library)
        }
        return library
    }
}

/// What can be missing for a virtual scanner.
package enum VirtualScannerError: Error, CustomStringConvertible {
    /// The backend is not beside the running program.
    case notBuilt(FilePath)

    package var description: String {
        switch self {
        case .notBuilt(let path):
            "The virtual feeder is not built: \(path) is missing. Build it with: swift build --product sane-sohoafeeder"
        }
    }
}

/// Gives `body` a virtual scanner with the stack `pages`, and removes all of it afterwards.
///
/// - Parameters:
///   - pages: the paper in the feeder.
///   - settings: further words of the device's line in sohoafeeder.conf, such as `reload=auto`.
///   - faults: the fault script to begin with.
@discardableResult
package func withVirtualScanner<Result>(
    pages: VirtualStack = .samples, settings: [String] = [], faults: [String] = [],
    _ body: (VirtualScanner) async throws -> Result
) async throws -> Result {
    let root = FilePath(FileManager.default.temporaryDirectory.path).appending("sohoa-scanner-\(UUID().uuidString)")
    try make(root)
    defer { try? FileManager.default.removeItem(atPath: root.string) }
    let scanner = try VirtualScanner(root: root, pages: pages, settings: settings)
    if !faults.isEmpty { try scanner.order(faults) }
    return try await body(scanner)
}

private func make(_ folder: FilePath) throws {
    try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
}

private func write(_ text: String, to path: FilePath) throws {
    try text.write(toFile: path.string, atomically: true, encoding: .utf8)
}
