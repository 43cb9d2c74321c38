import CJPEG
import Imaging
import Scanning

/// The single colours of a page that comes in three passes, kept on the disk until the last one is there.
///
/// This is the one place where a page must wait whole: no line has its colours before the third pass.
struct PlaneStack {
    private static let order: [FrameFormat] = [.red, .green, .blue]

    private let width: Int
    private let scratch: String
    private var planes: [FrameFormat: ScratchFile] = [:]

    init(width: Int, scratch: String) {
        self.width = width
        self.scratch = scratch
    }

    /// Adds converted lines of one colour.
    mutating func append(_ lines: RawSpan, to format: FrameFormat) throws(ScanFault) {
        if planes[format] == nil { planes[format] = try ScratchFile(in: scratch) }
        try planes[format]!.append(lines)
    }

    /// Lines of the page: those that all three colours have.
    var height: Int {
        Self.order.map { planes[$0]?.byteCount ?? 0 }.min()! / width
    }

    /// Gives the page's lines with their three colours, a few at a time.
    func forEachBand(_ body: (RawSpan, _ count: Int) throws(ScanFault) -> Void) throws(ScanFault) {
        let linesOfBand = max(1, 32 * 1024 / width)
        var samples = (0..<3).map { _ in [UInt8](repeating: 0, count: linesOfBand * width) }
        var pixels = [UInt8](repeating: 0, count: linesOfBand * width * 3)
        var line = 0
        while line < height {
            let count = min(linesOfBand, height - line)
            for (index, format) in Self.order.enumerated() {
                _ = try planes[format]!.read(at: line * width, into: &samples[index], count: count * width)
            }
            // Each buffer holds a band of whole lines.
            unsafe pixels.withUnsafeMutableBufferPointer { to in
                unsafe cjpeg_interleave(to.baseAddress!, samples[0], samples[1], samples[2], count * width)
            }
            try unsafe body(pixels.span.extracting(first: count * width * 3).bytes, count)
            line += count
        }
    }
}
