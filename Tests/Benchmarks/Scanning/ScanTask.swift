import Dossiers
import Scanning
import TestSupport

/// A scan that the worker and `scanimage` do alike: device, options, area and JPEG quality.
struct ScanTask: Sendable {
    var device: String
    var resolution: Int
    /// Pages after which the scan ends; nil for the whole stack.
    var pageLimit: Int?
    /// Further options of the driver, by name and value.
    var options: [(name: String, value: String)] = []
    /// What both programs need in their environment.
    var environment: [String: String]

    /// What `scanimage` cannot be told otherwise: the default of libjpeg.
    static let quality = 75

    /// The stack of the virtual feeder.
    static func feeder(_ scanner: VirtualScanner, resolution: Int = 300, pageLimit: Int? = nil) -> ScanTask {
        ScanTask(
            device: scanner.device, resolution: resolution, pageLimit: pageLimit, environment: scanner.environment)
    }

    /// SANE's device `test`, whose feeder holds ten sheets with one picture.
    static func testDevice(_ scanner: VirtualScanner) -> ScanTask {
        ScanTask(
            device: "test:0", resolution: 300, options: [("test-picture", "Color pattern")],
            environment: scanner.environment)
    }

    /// For the worker.
    var settings: ScanSettings {
        ScanSettings(
            scanner: ScannerSelection(name: device), source: .feeder, resolution: resolution, colourMode: .colour,
            quality: Self.quality, pageSize: .a4, pageLimit: pageLimit,
            extraOptions: options.map { DriverOption(name: $0.name, value: $0.value) })
    }

    /// For `scanimage`.
    var arguments: [String] {
        [
            "-d", device, "--source", "Automatic Document Feeder", "--mode", "Color", "--resolution", "\(resolution)",
            "-l", "0", "-t", "0", "-x", "210", "-y", "297",
        ] + options.flatMap { ["--\($0.name)", $0.value] } + (pageLimit.map { ["--batch-count=\($0)"] } ?? [])
    }
}
