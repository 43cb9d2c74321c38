import ArgumentParser
import Dossiers
import Exchange
import Exports
import Progress

/// `report verify`
struct ReportVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check a frozen report's signature, and that it is what the list says.",
        discussion: "Ends with status 1 when something is wrong. 'sohoa-collector verify' checks all of them.")

    @OptionGroup var directory: DataDirectoryOptions

    @Argument(help: "The number of the report, as 'report list' has it.")
    var report: Int

    func run() async throws {
        let data = try await directory.open()
        do {
            let (published, _) = try data.registry.frozenReport(report, key: data.key.verificationKey)
            printLine(
                "Report \(report) is as it was signed: \(published.report.lines.count) lines, "
                    + "\(published.frozen?.digest.rawValue ?? "").")
        } catch FrozenReportError.fault(let number, let fault) {
            printError("Report \(number): \(fault)")
            throw ExitCode(1)
        }
    }
}
