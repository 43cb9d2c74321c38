import Dossiers
import Glibc
import Scanning
import Spool
import Station

/// What `scan` says while it scans: lines for people, or JSON objects. On a terminal, people also see how much of the
/// page at hand has come.
struct ScanOutput: Sendable {
    let json: Bool
    private let isOnTerminal = isatty(STDERR_FILENO) == 1

    init(json: Bool) { self.json = json }

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
            say(line)
        }
    }

    func progress(_ progress: ScanProgress) {
        guard !json else { return }
        switch progress {
        case .searching: say(ScanProgress.searchingText.vietnamese)
        case .opened(let scanner, let source): say("Máy quét: \(scanner.summary), \(source.vietnamese)")
        case .waiting(let status): say(status.text.vietnamese)
        case .scanning(let page, let byteCount):
            guard isOnTerminal else { break }
            show("\(Self.lineStart)Đang quét trang thứ \(page) của lần này: \(readable(bytes: byteCount))")
        }
    }

    /// A line, in the place of what is shown of the page at hand.
    private func say(_ line: String) {
        if isOnTerminal { show(Self.lineStart) }
        printLine(line)
    }

    /// Shows something that the next thing shown takes the place of.
    private func show(_ text: String) {
        // The text's own bytes. A terminal that has gone is no reason to stop the work.
        _ = unsafe text.withCString { bytes in unsafe write(STDERR_FILENO, bytes, strlen(bytes)) }
    }

    /// To the beginning of the terminal's line, and what is on it away (ECMA-48, EL).
    private static let lineStart = "\r\u{1B}[K"

    func ended(_ report: ScanReport) throws {
        let outcome = report.outcome
        if json {
            try printJSON(
                EndEvent(
                    ending: outcome.ending.code, pages: outcome.pagesSaved, sheets: outcome.sheetsDone,
                    message: report.text.vietnamese))
        } else {
            say(report.text.vietnamese)
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
