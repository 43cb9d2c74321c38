import ArgumentParser
import Dossiers
import Spool
import Station

/// Discards an open dossier.
struct DiscardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discard",
        abstract: "Discard an open dossier that was never sealed.",
        discussion: """
            It disappears from every list. Scanning under the same code brings it back with all its pages, for as many \
            days as delivered pages are kept (keep-days).
            """)

    @OptionGroup var common: CommonOptions

    @Argument(help: "The dossier's code.")
    var code: DossierCode

    @Option(name: .customLong("operator"), help: "Your account name; whoever opened the dossier without it.")
    var operatorName: String?

    func run() async throws {
        try await reporting {
            let settings = try await common.settings()
            let spool = try settings.openSpool()
            // No scan may be under way in it.
            let lock = try await ScanLock.afterSweep(DossierScanner.lock(of: spool))
            defer { withExtendedLifetime(lock) {} }
            guard let dossier = try await spool.dossier(code) else { throw SpoolError.dossierNotFound(code) }
            try await spool.discard(code, by: operatorName ?? dossier.operatorName)
            printLine(
                "\(code): đã hủy, \(dossier.pageCount) trang còn giữ trong \(settings.keepDays) ngày; "
                    + "quét lại cùng mã để khôi phục.")
        }
    }
}
