import Dossiers
import FoundationEssentials
import Imaging
import Scanning

/// The page at hand, with what its record will say.
struct PageInProgress: ~Copyable {
    var assembler: PageAssembler
    /// Bytes that have come from the scanner.
    var bytesRead = 0

    /// Lines that the scanner announced, where it knew.
    private let announcedLines: Int?
    private let resolution: Int
    private let colourMode: ColourMode
    private let beganAt = Date()

    init(
        _ layout: FrameLayout, scanner: borrowing some Scanner & ~Copyable, _ settings: ScanSettings, scratch: String
    ) throws(ScanFault) {
        announcedLines = layout.lines
        resolution = Self.resolution(layout, scanner, settings)
        colourMode = layout.colourMode
        assembler = try PageAssembler(
            layout,
            settings: PageAssembler.Settings(quality: settings.quality, resolution: resolution, scratch: scratch))
    }

    /// What the scanner says; where it does not, what its pixels and its area, or the paper, amount to.
    private static func resolution(
        _ layout: FrameLayout, _ scanner: borrowing some Scanner & ~Copyable, _ settings: ScanSettings
    ) -> Int {
        if let stated = scanner.resolution { return stated }
        let millimetres = scanner.areaWidth ?? settings.pageSize.width
        return max(1, Int((Double(layout.pixelsPerLine) / millimetres * 25.4).rounded()))
    }

    /// Makes the page durable.
    mutating func finish(
        number: Int, source: FeedSource, _ scanner: ScannerIdentity, _ sink: inout some PageSink & ~Copyable
    ) throws(ScanFault) -> ScannedPage {
        let pixels = try assembler.finish(sink: &sink)
        let stored = try sink.finish(pixels.previews)
        var flags: Set<PageFlag> = pixels.inkPermille < BlankDetector.threshold ? [.blankSuspected] : []
        if let announcedLines, Self.isCutShort(pixels.height, of: announcedLines) { flags.insert(.cutShort) }
        let page = Page(
            digest: stored.digest, byteLength: stored.byteLength, width: assembler.width, height: pixels.height,
            resolution: resolution, colourMode: colourMode, scanner: scanner.summary, scannedAt: beganAt,
            flags: flags)
        return ScannedPage(number: number, source: source, page: page, inkPermille: pixels.inkPermille)
    }

    /// Whether clearly fewer lines came than were announced, and not just those that drivers round up.
    ///
    /// SANE lets a frame end early: some drivers do so where the paper is shorter than the area, others where it jams. So
    /// the page has the height that came, and the officer looks at it.
    private static func isCutShort(_ lines: Int, of announced: Int) -> Bool { lines * 20 < announced * 19 }
}
