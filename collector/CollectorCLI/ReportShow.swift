import ArgumentParser
import Exchange
import Exports
import Progress
import SystemPackage

/// `report show`
struct ReportShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a frozen report.",
        discussion: "--json gives the signed document, byte by byte, with every office.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The number of the report, as 'report list' has it.")
    var report: Int

    @Flag(help: "Show every office, not the levels alone.")
    var offices = false

    func run() async throws {
        let data = try await directory.open()
        let (published, envelope) = try data.registry.frozenReport(report, key: data.key.verificationKey)
        if output.json {
            try FileDescriptor.standardOutput.writeAll(envelope.payload)
            return
        }
        var shown = published.report
        if !offices { shown.lines.removeAll { $0.isOfOffice } }
        printLine(shown.text(decimals: published.decimals))
        printLine("")
        printLine(published.statement)
    }
}
