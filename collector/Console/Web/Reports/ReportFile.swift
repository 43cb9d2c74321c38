import Exports
import Foundation
import Progress
import Registry
import SystemPackage

/// The forms in which a frozen report is taken along.
enum ReportFile: String, CaseIterable, Sendable {
    case xlsx, csv, html
    /// The signed document.
    case json

    var mediaType: String {
        switch self {
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case .csv: "text/csv; charset=utf-8"
        case .html: "text/html; charset=utf-8"
        case .json: "application/vnd.dsse+json"
        }
    }

    /// The file's bytes.
    func bytes(
        of report: PublishedReport, _ snapshot: StoredSnapshot, heading: ReportHeading
    ) throws -> [UInt8] {
        switch self {
        case .xlsx: try Self.workbook(ReportWorkbook(report, heading: heading))
        case .csv: Array(report.report.csv(decimals: report.decimals).utf8)
        case .html: Array(ReportPage(report, heading: heading).html().utf8)
        case .json: Array(snapshot.envelope)
        }
    }

    /// Workbooks are written to files: one that nobody else can read, and that is gone afterwards.
    private static func workbook(_ workbook: ReportWorkbook) throws -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "report.xlsx")
        try workbook.write(to: FilePath(file.path))
        return Array(try Data(contentsOf: file))
    }
}
