import ArgumentParser
import ContentStore
import Dossiers
import Exchange
import Exports
import FoundationEssentials
import Progress
import Registry
import SystemPackage

/// `report export`
struct ReportExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a frozen report to a file: Excel, CSV, a page to print, or signed.",
        discussion: """
            The page is in the official form of Nghị định 30/2020/NĐ-CP; print it, or save it as PDF, from a browser. What \
            is not given of the heading is left open, to be filled in by hand. With --envelope it writes the DSSE envelope \
            in JSON, which 'key' gives the key for. It is recorded in the audit trail.
            """)

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup(title: "Heading") var heading: HeadingOptions

    @Argument(help: "The number of the report, as 'report list' has it.")
    var report: Int

    @Option(help: ArgumentHelp("An Excel file.", valueName: "file"))
    var xlsx: String?

    @Option(help: ArgumentHelp("A CSV file for spreadsheets.", valueName: "file"))
    var csv: String?

    @Option(help: ArgumentHelp("A page to print.", valueName: "file"))
    var html: String?

    @Option(help: ArgumentHelp("The signed document.", valueName: "file"))
    var envelope: String?

    func validate() throws {
        if [xlsx, csv, html, envelope].count(where: { $0 != nil }) != 1 {
            throw ValidationError("Give one of --xlsx, --csv, --html and --envelope.")
        }
    }

    func run() async throws {
        let data = try await directory.open()
        let (published, signed) = try data.registry.frozenReport(report, key: data.key.verificationKey)
        let around = heading.heading(collector: data.identity.name)
        if let xlsx {
            try record("xlsx", in: data.registry)
            try writing(xlsx) { try ReportWorkbook(published, heading: around).write(to: $0) }
        } else if let csv {
            try record("csv", in: data.registry)
            let text = published.report.csv(decimals: published.decimals)
            try writing(csv) { try DurableFile.write(Array(text.utf8), to: $0) }
        } else if let html {
            try record("html", in: data.registry)
            let page = ReportPage(published, heading: around).html()
            try writing(html) { try DurableFile.write(Array(page.utf8), to: $0) }
        } else if let envelope {
            try record("envelope", in: data.registry)
            try writing(envelope) { try DurableFile.write(Array(try Wire.encode(signed)), to: $0) }
        }
    }

    private func record(_ form: String, in registry: Registry) throws {
        try registry.audit(
            AuditEntry(
                at: Date(), actor: actor.actor, action: "report.export", subject: "report \(report)", detail: form))
    }

    private func writing(_ file: String, _ body: (FilePath) throws -> Void) throws {
        do { try body(FilePath(file)) } catch { throw ExportFileError(file: file, reason: "\(error)") }
    }
}

/// A file or folder that cannot be written.
struct ExportFileError: CannotRun {
    let file: String
    let reason: String

    var description: String {
        "\(file) cannot be written: \(reason); check that its folder exists, has room, and is writable for this user"
    }
}
