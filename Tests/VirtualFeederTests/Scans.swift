import FoundationEssentials
import SystemPackage
import TestSupport

/// What one run of `scanimage` brought.
struct Scans {
    let result: ToolResult
    let pages: [PNM]

    /// The shades of the pages, which must be of one shade each.
    var shades: [UInt8] { pages.map(\.shade) }
}

extension VirtualScanner {
    static let feeder = ["--source", "Automatic Document Feeder"]
    static let duplex = ["--source", "ADF Duplex"]
    static let flatbed = ["--source", "Flatbed"]

    /// Runs `scanimage` on this device.
    func scanimage(
        _ options: [String], within limit: Duration = .seconds(60),
        during: @escaping @Sendable (RunningTool) async throws -> Void = { _ in }
    ) async throws -> ToolResult {
        try await runTool(
            "scanimage", ["--device-name", device, "--format=pnm"] + options, environment: environment, within: limit,
            during: during)
    }

    /// Scans with `--batch` until the device says otherwise, grey unless `options` say otherwise, and reads the pages
    /// that arrived whole.
    func batch(
        _ options: [String] = feeder, within limit: Duration = .seconds(60),
        during: @escaping @Sendable (RunningTool) async throws -> Void = { _ in }
    ) async throws -> Scans {
        let folder = scratch.appending(UUID().uuidString)
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder.string) }
        let result = try await scanimage(
            ["--mode", "Gray", "--batch=\(folder)/%04d.pnm"] + options, within: limit, during: during)
        // While a page is on its way its file has another ending.
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.string).filter { $0.hasSuffix(".pnm") }
        return Scans(result: result, pages: try names.sorted().map { try PNM(folder.appending($0)) })
    }

    /// Waits until `condition` holds.
    func wait(until condition: () -> Bool) async throws {
        while !condition() { try await Task.sleep(for: .milliseconds(5)) }
    }
}
