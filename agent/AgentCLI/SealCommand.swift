import ArgumentParser
import Dossiers
import Exchange
import Spool
import Station

/// Seals an open dossier.
struct SealCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seal",
        abstract: "Seal an open dossier: sign it and put it into the queue.",
        discussion: """
            The number of sheets expected is compared with what was fed before anything is signed.

            A dossier that the province refused, or of which a page went bad before it was delivered, is sealed as it \
            stands with --again, once the reason is out of the way (see: sohoa-agent queue list). To change its papers \
            first, use scan or import with --extend, or the officer's page, and seal it then.
            """)

    @OptionGroup var common: CommonOptions

    @Argument(help: "The dossier's code.")
    var code: DossierCode

    @Option(help: "The right number of sheets, if the one given before was wrong.")
    var sheets: Int?

    @Flag(help: "Deliver its pages before others'.")
    var urgent = false

    @Flag(help: "Open a dossier that was refused, and seal it anew.")
    var again = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        try await reporting {
            let settings = try await common.settings()
            try await Self.seal(code, settings: settings, sheets: sheets, urgent: urgent, again: again, json: json)
        }
    }

    /// Seals and says so.
    static func seal(
        _ code: DossierCode, settings: Settings, sheets: Int?, urgent: Bool, again: Bool = false, json: Bool
    ) async throws {
        let spool = try settings.openSpool()
        // No page may come in while it is signed: not from a scan, not from a file.
        let lock = try await ScanLock.afterSweep(DossierScanner.lock(of: spool))
        defer { withExtendedLifetime(lock) {} }
        if again { try await reopen(code, in: spool) }
        let digest = try await spool.seal(
            code, with: settings.credentials(), sheets: sheets, isUrgent: urgent)
        if json {
            try printJSON(["dossier": code.rawValue, "manifest": digest.rawValue])
        } else {
            printLine("\(code): đã lưu trên máy, chờ tải lên (\(digest.rawValue.prefix(12)))")
        }
    }

    /// Opens a dossier again whose last submission has failed.
    private static func reopen(_ code: DossierCode, in spool: Spool) async throws {
        guard let spooled = try await spool.dossier(code) else { throw SpoolError.dossierNotFound(code) }
        guard !spooled.isOpen else { return }
        guard let last = try await spool.submissions(of: code).last, last.state == .refused || last.problemIsFinal
        else {
            throw Refusal(
                "the last submission of \(code) was not refused: there is nothing to seal again; to add papers, use scan or "
                    + "import with --extend")
        }
        try await spool.openDossier(
            spooled.dossier, operatorName: spooled.operatorName, sheetsExpected: nil, drafts: [], extending: true)
    }
}

extension DossierCode: ExpressibleByArgument {
    package init?(argument: String) { self.init(rawValue: argument) }
}
