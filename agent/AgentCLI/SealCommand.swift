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
        discussion: "The number of sheets expected is compared with what was fed before anything is signed.")

    @OptionGroup var common: CommonOptions

    @Argument(help: "The dossier's code.")
    var code: DossierCode

    @Option(help: "The right number of sheets, if the one given before was wrong.")
    var sheets: Int?

    @Flag(help: "Deliver its pages before others'.")
    var urgent = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        try await reporting {
            let settings = try await common.settings()
            try await Self.seal(code, settings: settings, sheets: sheets, urgent: urgent, json: json)
        }
    }

    /// Seals and says so.
    static func seal(_ code: DossierCode, settings: Settings, sheets: Int?, urgent: Bool, json: Bool) async throws {
        let spool = try settings.openSpool()
        // No page may come in while it is signed: not from a scan, not from a file.
        let lock = try await ScanLock.afterSweep(DossierScanner.lock(of: spool))
        defer { withExtendedLifetime(lock) {} }
        let digest = try await spool.seal(
            code, with: settings.credentials(), sheets: sheets, isUrgent: urgent)
        if json {
            try printJSON(["dossier": code.rawValue, "manifest": digest.rawValue])
        } else {
            printLine("\(code): đã lưu trên máy, chờ tải lên (\(digest.rawValue.prefix(12)))")
        }
    }
}

extension DossierCode: ExpressibleByArgument {
    package init?(argument: String) { self.init(rawValue: argument) }
}
