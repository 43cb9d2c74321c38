import Dossiers
import Scanning
import Spool
import Station

/// What `scan` says while it scans: lines for people, or JSON objects.
struct ScanOutput: Sendable {
    let json: Bool

    private struct PageEvent: Encodable {
        var event = "page"
        /// Running number in the dossier.
        var number: Int
        var digest: ContentDigest
        var bytes: Int
        var width: Int
        var height: Int
        var resolution: Int
        var flags: [PageFlag]
    }

    private struct EndEvent: Encodable {
        var event = "ended"
        var ending: String
        /// Pages and whole sheets of this scan.
        var pages: Int
        var sheets: Int
        var message: String
    }

    func pageSaved(_ scanned: ScannedPage, _ added: AddedPage) {
        let page = scanned.page
        let number = added.number
        if json {
            try? printJSON(
                PageEvent(
                    number: number, digest: page.digest, bytes: page.byteLength, width: page.width,
                    height: page.height, resolution: page.resolution, flags: page.flags))
        } else {
            var line = "Trang \(number): đã lưu trên máy, \(readable(bytes: page.byteLength))"
            if page.flags.contains(.blankSuspected) { line += "  (có thể là trang trắng)" }
            if page.flags.contains(.cutShort) { line += "  (ngắn hơn máy quét báo trước, có thể mất phần cuối)" }
            printLine(line)
        }
    }

    func progress(_ progress: ScanProgress) {
        guard !json else { return }
        switch progress {
        case .searching: printLine(ScanProgress.searchingText.vietnamese)
        case .opened(let scanner, let source):
            printLine("Máy quét: \(scanner.summary), \(source.vietnamese)")
        case .waiting(let status): printLine(status.text.vietnamese)
        case .scanning: break
        }
    }

    func ended(_ report: ScanReport) throws {
        let outcome = report.outcome
        if json {
            try printJSON(
                EndEvent(
                    ending: outcome.ending.code, pages: outcome.pagesSaved, sheets: outcome.sheetsDone,
                    message: report.text.vietnamese))
        } else {
            printLine(report.text.vietnamese)
        }
    }
}

extension FeedSource {
    /// As officers call it.
    var vietnamese: String {
        switch self {
        case .flatbed: "mặt kính"
        case .feeder: "khay nạp giấy"
        case .duplex: "khay nạp quét hai mặt"
        }
    }
}
