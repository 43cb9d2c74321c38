import ArgumentParser
import FoundationEssentials
import Scanning
import Spool
import Station
import SystemPackage

/// Imports files into a dossier from the command line.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import image and PDF files into a dossier.",
        discussion: """
            Takes JPEG, PNG, TIFF and PDF files; what a file is, its content tells, not its name. A new dossier needs \
            --procedure, --owner, --operator and at least one --document; each page of a file counts as a sheet. A file \
            goes in whole or not at all, and one that is refused does not stop the next.

            Exit status 1: a file was refused; the others are imported.
            """)

    @OptionGroup var common: CommonOptions

    @OptionGroup(title: "Dossier") var dossier: DossierOptions

    @Argument(help: "The files, in the order of their pages.", completion: .file())
    var files: [String]

    @Flag(help: "Print JSON, one object a line.")
    var json = false

    /// What `--json` prints of each file.
    private struct FileEvent: Encodable {
        var event = "file"
        /// Place among the arguments, from 1. No name: names can be personal, and reports are sent around.
        var file: Int
        var pages: Int
        /// Why it was refused.
        var fault: String?
        var message: String
    }

    func run() async throws {
        try await reporting {
            let settings = try await common.settings()
            let spool = try settings.openSpool()
            try spool.checkSpace()
            try await dossier.open(in: spool, settings)
            let stop = ScanStop()
            let importer = FileImporter(spool: spool)
            var hasRefused = false
            try await stoppedBySignals(stop) {
                for (index, file) in files.enumerated() {
                    let report = try await importer.importFile(
                        at: FilePath(file).absolute, into: dossier.code, by: dossier.operatorName, stop: stop)
                    try say(report, of: file, index)
                    if report.fault == .cancelled { throw ExitCode(1) }
                    hasRefused = hasRefused || report.fault != nil
                }
            }
            if hasRefused { throw ExitCode(1) }
            try await dossier.sealIfAsked(settings, json: json)
        }
    }

    private func say(_ report: ImportReport, of file: String, _ index: Int) throws {
        if json {
            try printJSON(
                FileEvent(
                    file: index + 1, pages: report.pages.count, fault: report.fault?.code,
                    message: report.text.vietnamese))
        } else {
            printLine("\(file): \(report.text.vietnamese)")
        }
    }
}

extension FilePath {
    /// The path from the root on.
    fileprivate var absolute: FilePath {
        isAbsolute ? self : FilePath(FileManager.default.currentDirectoryPath).pushing(self)
    }
}
