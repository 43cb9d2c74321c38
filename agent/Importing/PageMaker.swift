import Dossiers
import FoundationEssentials
import Imaging
import Scanning

/// Makes pages of images, one after another, and sees to it that each is durable before the next.
struct PageMaker: ~Copyable {
    /// Bytes worked on at a time, about.
    private static let bandBytes = 128 * 1024
    /// Quality of the stored JPEG on libjpeg's scale, as of a scan.
    private static let quality = 80

    /// Pages that are durable.
    private(set) var pagesSaved = 0
    private let job: ImportJob
    private let importedAt = Date()

    init(_ job: ImportJob) {
        self.job = job
    }

    /// Makes a page of the lines of an image.
    mutating func add(
        _ image: inout some LineSource & ~Copyable, _ sink: inout some PageSink & ~Copyable,
        _ observer: inout some ScanObserver & ~Copyable
    ) throws(ScanFault) {
        let header = image.header
        try header.check(job.limits)
        try begin(&sink, &observer)
        var pipeline = try PixelPipeline(
            width: header.width, height: header.height, channels: header.channels, quality: Self.quality,
            resolution: header.resolution, scratch: job.store)
        try Self.forEachBand(of: &image, &observer) { (lines, count) throws(ScanFault) in
            try pipeline.add(lines, stride: header.lineLength, count: count, sink: &sink)
        }
        let pixels = try pipeline.finish(sink: &sink)
        try save(header, pixels.previews, inkPermille: pixels.inkPermille, &sink, &observer)
    }

    /// Makes a page of a JPEG file as it is, byte for byte, once all its lines are known to be there.
    mutating func keep(
        _ file: borrowing InputFile, _ image: inout JPEGImage, _ sink: inout some PageSink & ~Copyable,
        _ observer: inout some ScanObserver & ~Copyable
    ) throws(ScanFault) {
        try image.check(job.limits)
        guard file.byteLength <= Page.maximumByteLength else { throw .file(.pageTooLarge) }
        try begin(&sink, &observer)
        let small = try Self.previews(of: &image, &observer)
        try file.requireUnchanged()
        var offset = 0
        while offset < file.byteLength {
            let bytes = try file.read(at: offset, count: min(1 << 20, file.byteLength - offset))
            if bytes.isEmpty { throw .file(.changing) }
            try unsafe sink.append(bytes.span.bytes)
            offset += bytes.count
        }
        try save(image.header, small.previews, inkPermille: small.inkPermille, &sink, &observer)
    }

    /// The small images of an image and its blank score.
    static func previews(
        of image: inout some LineSource & ~Copyable, _ observer: inout some ScanObserver & ~Copyable
    ) throws(ScanFault) -> (previews: PagePreviews, inkPermille: Double) {
        let header = image.header
        var maker = try PreviewMaker(width: header.width, height: header.height, channels: header.channels)
        try forEachBand(of: &image, &observer) { (lines, count) throws(ScanFault) in
            try maker.add(lines, stride: header.lineLength, count: count)
        }
        return try maker.finish()
    }

    private func begin(
        _ sink: inout some PageSink & ~Copyable, _ observer: inout some ScanObserver & ~Copyable
    ) throws(ScanFault) {
        try Sandbox.allowComputing(seconds: job.limits.secondsPerPage)
        try sink.begin()
        observer.pageStarted(number: pagesSaved + 1, source: .feeder)
    }

    private static func forEachBand(
        of image: inout some LineSource & ~Copyable, _ observer: inout some ScanObserver & ~Copyable,
        _ body: (RawSpan, _ count: Int) throws(ScanFault) -> Void
    ) throws(ScanFault) {
        let header = image.header
        let linesAtOnce = max(1, min(bandBytes / header.lineLength, header.height))
        var band = [UInt8](repeating: 0, count: linesAtOnce * header.lineLength)
        var line = 0
        while line < header.height {
            if observer.isCancelled() { throw .file(.cancelled) }
            let count = min(linesAtOnce, header.height - line)
            try image.read(count, into: &band)
            try unsafe body(band.span.extracting(first: count * header.lineLength).bytes, count)
            line += count
            observer.progress(byteCount: line * header.lineLength)
        }
    }

    private mutating func save(
        _ header: ImageHeader, _ previews: PagePreviews, inkPermille: Double, _ sink: inout some PageSink & ~Copyable,
        _ observer: inout some ScanObserver & ~Copyable
    ) throws(ScanFault) {
        let stored = try sink.finish(previews)
        guard stored.byteLength <= Page.maximumByteLength else { throw .file(.pageTooLarge) }
        pagesSaved += 1
        let page = Page(
            digest: stored.digest, byteLength: stored.byteLength, width: header.width, height: header.height,
            resolution: header.resolution, colourMode: header.colourMode, scanner: nil, scannedAt: importedAt,
            flags: inkPermille < BlankDetector.threshold ? [.blankSuspected, .imported] : [.imported],
            rotation: header.orientation.rotation)
        try observer.pageSaved(
            ScannedPage(number: pagesSaved, source: .feeder, page: page, inkPermille: inkPermille))
    }
}
