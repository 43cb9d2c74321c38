import ArgumentParser
import Dossiers
import Scanning
import Spool
import Station
import UnixSignals

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

    @Option(help: "The dossier's code, for instance 000.18.29.H51-210615-0001.")
    var code: DossierCode

    @Option(help: "Code of the administrative procedure.")
    var procedure: String?

    @Option(help: "The owner's name.")
    var owner: String?

    @Option(help: "The owner's identity number.")
    var ownerId: String?

    @Option(name: .customLong("operator"), help: "Your account name.")
    var operatorName: String?

    @Option(name: .customLong("document"), help: "\(DocumentArgument.form).")
    var documents: [DocumentArgument] = []

    @Option(help: "Sheets that you counted; compared with what was fed before the dossier is sealed.")
    var sheets: Int?

    @Flag(
        inversion: .prefixedNo, help: "Compulsory components are still missing; what was said before holds without it.")
    var incomplete: Bool?

    @Flag(help: "Add papers to a sealed dossier, for a further submission.")
    var extend = false

    @OptionGroup(title: "Scanner") var scanning: ScanningOptions

    @Flag(help: "Seal the dossier when the scan ended well.")
    var seal = false

    @Flag(help: "With --seal: deliver its pages before others'.")
    var urgent = false

    @Flag(help: "Print JSON, one object a line.")
    var json = false

    func run() async throws {
        try await reporting {
            let settings = try await common.settings(["scanner": scanning.scanner])
            let spool = try settings.openSpool()
            try spool.checkSpace()
            try await prepare(spool, settings)
            let stop = ScanStop()
            let output = ScanOutput(json: json)
            let report = try await stoppedBySignals(stop) {
                try await DossierScanner(spool: spool).scan(
                    scanning.settings(scanner: settings.scanner), into: code, stop: stop,
                    pageSaved: output.pageSaved, progress: output.progress)
            }
            try output.ended(report)
            guard report.outcome.ending.isComplete else { throw ExitCode(3) }
            if seal {
                try await SealCommand.seal(code, settings: settings, sheets: nil, urgent: urgent, json: json)
            }
        }
    }

    /// Opens the dossier with what the flags say and what the spool knows of it already.
    private func prepare(_ spool: Spool, _ settings: Settings) async throws {
        let known = try await spool.dossier(code)
        let identity = try settings.credentials().identity
        guard let procedure = procedure ?? known?.dossier.procedure,
            let owner = owner ?? known?.dossier.owner.name,
            let operatorName = operatorName ?? known?.operatorName
        else { throw Refusal("dossier \(code) is new: give --procedure, --owner and --operator") }
        guard known != nil || !documents.isEmpty else {
            throw Refusal("dossier \(code) is new: name its papers, --document \(DocumentArgument.form)")
        }
        try await spool.openDossier(
            Dossier(
                code: code, procedure: procedure,
                owner: Owner(name: owner, identityNumber: ownerId ?? known?.dossier.owner.identityNumber),
                componentsComplete: incomplete.map { !$0 } ?? known?.dossier.componentsComplete ?? true),
            operatorName: operatorName, sheetsExpected: sheets, drafts: documents.map { $0.draft(at: identity) },
            extending: extend)
    }

    /// Runs a scan that Ctrl-C and a wish to end stop in good order.
    private func stoppedBySignals(_ stop: ScanStop, _ scan: () async throws -> ScanReport) async throws -> ScanReport {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) { stop.request() }
            }
            defer { group.cancelAll() }
            return try await scan()
        }
    }
}

/// How to scan.
struct ScanningOptions: ParsableArguments {
    @Option(help: "SANE name of the scanner; see: sohoa-agent scanners.")
    var scanner: String?

    @Option(help: "Where the paper lies: automatic, feeder, duplex, flatbed.")
    var source = ScanSource.automatic

    @Option(help: "standard (200 dpi colour), fine (300 dpi colour), text (200 dpi grey).")
    var profile = ScanProfile.standard

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
    func settings(scanner: String?) -> ScanSettings {
        let values = profile.values
        return ScanSettings(
            scanner: ScannerSelection(name: scanner), source: source, resolution: resolution ?? values.resolution,
            colourMode: mode ?? values.colourMode, quality: quality ?? values.quality, pageLimit: pages)
    }
}

extension ScanSource: ExpressibleByArgument {}
extension ScanProfile: ExpressibleByArgument {}
extension ColourMode: ExpressibleByArgument {}
