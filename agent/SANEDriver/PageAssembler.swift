import Imaging
import Scanning

/// Makes one page of the frames that a scanner sends for it.
struct PageAssembler: ~Copyable {
    /// What a page needs to know beside its layout.
    struct Settings {
        var quality: Int
        /// Pixels per inch.
        var resolution: Int
        /// Directory for what must wait.
        var scratch: String
    }

    /// Bytes worked on at a time, about.
    private static let bandBytes = 128 * 1024

    /// Pixels across.
    let width: Int
    private let settings: Settings
    private var layout: FrameLayout
    private var converter: SampleConverter
    private var pipeline: PixelPipeline?
    private var planes: PlaneStack?
    /// Bytes of the frame that do not fill a line yet lie at its start.
    private var band: [UInt8] = []
    private var filled = 0
    private var converted: [UInt8] = []

    init(_ layout: FrameLayout, settings: Settings) throws(ScanFault) {
        self.layout = layout
        self.settings = settings
        width = layout.pixelsPerLine
        converter = SampleConverter(layout)
        if layout.format.isPlane {
            planes = PlaneStack(width: width, scratch: settings.scratch)
            pipeline = nil
        } else {
            planes = nil
            pipeline = try Self.pipeline(
                width, layout.lines, channels: layout.format == .colour ? 3 : 1, settings)
        }
        makeBuffers()
    }

    private static func pipeline(
        _ width: Int, _ height: Int?, channels: Int, _ settings: Settings
    ) throws(ScanFault) -> PixelPipeline {
        try PixelPipeline(
            width: width, height: height, channels: channels, quality: settings.quality,
            resolution: settings.resolution, scratch: settings.scratch)
    }

    /// Goes on with another frame of the page.
    mutating func openFrame(_ layout: FrameLayout) throws(ScanFault) {
        guard layout.format.isPlane, layout.pixelsPerLine == width else { throw .unusableImage }
        self.layout = layout
        converter = SampleConverter(layout)
        makeBuffers()
    }

    private mutating func makeBuffers() {
        let lines = max(1, Self.bandBytes / layout.bytesPerLine)
        filled = 0
        if band.count != lines * layout.bytesPerLine {
            band = Array(repeating: 0, count: lines * layout.bytesPerLine)
        }
        let samples = converter.isIdentity && !layout.format.isPlane ? 0 : lines * converter.lineLength
        if converted.count != samples { converted = Array(repeating: 0, count: samples) }
    }

    /// Lets `body` fill in the next bytes of the frame, `limit` at most, and works on the lines that are whole.
    ///
    /// - Returns: what `body` returned.
    mutating func read<Status>(
        atMost limit: Int, sink: inout some PageSink & ~Copyable,
        _ body: (UnsafeMutableRawBufferPointer) -> (Status, byteCount: Int)
    ) throws(ScanFault) -> (Status, byteCount: Int) {
        // `body` gets the free rest of the band, which is never empty: whole lines are always taken out below.
        let result = unsafe band.withUnsafeMutableBytes { buffer in
            unsafe body(UnsafeMutableRawBufferPointer(rebasing: buffer[filled..<min(filled + limit, buffer.count)]))
        }
        filled += result.byteCount
        let lines = filled / layout.bytesPerLine
        if lines > 0 {
            try take(lines, &sink)
            let used = lines * layout.bytesPerLine
            for index in used..<filled { band[index - used] = band[index] }
            filled -= used
        }
        return result
    }

    private mutating func take(_ count: Int, _ sink: inout some PageSink & ~Copyable) throws(ScanFault) {
        // Held apart from `self` for as long as spans look into them.
        var (band, converted): ([UInt8], [UInt8]) = ([], [])
        swap(&band, &self.band)
        swap(&converted, &self.converted)
        defer {
            swap(&band, &self.band)
            swap(&converted, &self.converted)
        }
        if pipeline != nil, converter.isIdentity {
            return try unsafe pipeline!.add(band.span.bytes, stride: layout.bytesPerLine, count: count, sink: &sink)
        }
        unsafe converter.convert(band.span.bytes, count: count, into: &converted)
        let samples = converted.span.extracting(first: count * converter.lineLength)
        if pipeline != nil {
            try unsafe pipeline!.add(samples.bytes, stride: converter.lineLength, count: count, sink: &sink)
        } else {
            try unsafe planes!.append(samples.bytes, to: layout.format)
        }
    }

    /// Ends the page's bytes, when its last frame has been read to its end.
    mutating func finish(sink: inout some PageSink & ~Copyable) throws(ScanFault) -> FinishedPixels {
        guard let planes else { return try pipeline!.finish(sink: &sink) }
        let height = planes.height
        guard height > 0 else { throw .unusableImage }
        var pixels = try Self.pipeline(width, height, channels: 3, settings)
        try planes.forEachBand { (lines, count) throws(ScanFault) in
            try pixels.add(lines, stride: width * 3, count: count, sink: &sink)
        }
        return try pixels.finish(sink: &sink)
    }
}
