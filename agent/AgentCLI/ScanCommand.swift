import ArgumentParser
import Dossiers
import Scanning
import Spool
import Station

/// Scans a dossier from the command line.
struct ScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Scan the papers of a dossier.",
        discussion: """
            A new dossier needs --procedure, --owner, --operator and at least one --document. After an interruption, \
            the code alone goes on where it stopped. The stack is given to the papers in order, each taking its \
            number of sheets.

            Exit status 3: the scanner stopped; what it had delivered is saved, load the rest and scan again.
            """)

    @OptionGroup var common: CommonOptions

    @OptionGroup(title: "Dossier") var dossier: DossierOptions

    @OptionGroup(title: "Scanner") var scanning: ScanningOptions

    @Flag(help: "Print JSON, one object a line.")
    var json = false

    func run() async throws {
        try await reporting {
            let settings = try await common.settings(["scanner": scanning.scanner])
            let spool = try settings.openSpool()
            try spool.checkSpace()
            try await dossier.open(in: spool, settings)
            let stop = ScanStop()
            let output = ScanOutput(json: json)
            let scanner = DossierScanner(spool: spool)
            let report = try await stoppedBySignals(stop) {
                try await scanner.scan(
                    scanning.settings(scanner: settings.scanner, preset: try await settings.profileOfProvince(spool)),
                    into: dossier.code, stop: stop,
                    pageSaved: output.pageSaved, progress: output.progress)
            }
            try output.ended(report)
            try await scanner.remember(report)
            guard report.outcome.ending.isComplete else { throw ExitCode(3) }
            try await dossier.sealIfAsked(settings, json: json)
        }
    }
}

/// How to scan.
struct ScanningOptions: ParsableArguments {
    @Option(help: "SANE name of the scanner; see: sohoa-agent scanners.")
    var scanner: String?

    @Option(help: "Where the paper lies: automatic, feeder, duplex, flatbed.")
    var source = ScanSource.automatic

    @Option(
        help: """
            standard (200 dpi colour), fine (300 dpi colour), text (200 dpi grey); without it what the province has set, \
            else standard.
            """)
    var profile: ScanProfile?

    @Option(help: "Pixels per inch instead of the profile's, 50 to 1200.")
    var resolution: Int?

    @Option(help: "colour, grey or bilevel instead of the profile's.")
    var mode: ColourMode?

    @Option(help: "JPEG quality instead of the profile's, 1 to 100.")
    var quality: Int?

    @Option(help: "Pages after which the scan ends.")
    var pages: Int?

    func validate() throws {
        if let resolution, !(50...1200).contains(resolution) {
            throw ValidationError("--resolution must be 50 to 1200")
        }
        if let quality, !(1...100).contains(quality) { throw ValidationError("--quality must be 1 to 100") }
        if let pages, pages < 1 { throw ValidationError("--pages must be 1 or more") }
    }

    /// The settings for the scan worker.
    ///
    /// - Parameter preset: the profile where none was asked for.
    func settings(scanner: String?, preset: ScanProfile) -> ScanSettings {
        let values = (profile ?? preset).values
        return ScanSettings(
            scanner: ScannerSelection(name: scanner), source: source, resolution: resolution ?? values.resolution,
            colourMode: mode ?? values.colourMode, quality: quality ?? values.quality, pageLimit: pages)
    }
}

extension ScanSource: ExpressibleByArgument {}
extension ScanProfile: ExpressibleByArgument {}
extension ColourMode: ExpressibleByArgument {}
