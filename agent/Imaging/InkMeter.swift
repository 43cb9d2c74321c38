import CJPEG
import Scanning

/// Measures how much of a small page is inked, from its lines.
struct InkMeter {
    private static let side = Int(CJPEG_TILE_SIDE)

    private let width: Int
    private let channels: Int
    /// The lines of a row of tiles, by the darkest channel of each pixel.
    private var band: [UInt8]
    private var counts: [UInt16]
    private var lines = 0
    private var detector = BlankDetector()

    init(width: Int, channels: Int) {
        self.width = width
        self.channels = channels
        band = Array(repeating: 0, count: width * Self.side)
        counts = Array(repeating: 0, count: width / Self.side)
    }

    /// Takes a line.
    mutating func add(_ line: RawSpan) {
        let at = lines * width
        // A line has `width` pixels and the band room for `side` of them; the call keeps neither.
        unsafe line.withUnsafeBytes { from in
            unsafe band.withUnsafeMutableBufferPointer { to in
                unsafe cjpeg_darkest_channel(
                    to.baseAddress! + at, from.baseAddress!.assumingMemoryBound(to: UInt8.self), Int32(channels), width)
            }
        }
        lines += 1
        if lines == Self.side { endBand() }
    }

    private mutating func endBand() {
        lines = 0
        // There is a count for every tile of the band.
        unsafe counts.withUnsafeMutableBufferPointer { counts in
            guard let start = counts.baseAddress else { return }
            unsafe cjpeg_dark_pixels(start, band, width, BlankDetector.contrast)
        }
        detector.addRow(darkPixels: counts)
    }

    /// Inked tiles in permille of all.
    var permille: Double { detector.inkPermille }
}
