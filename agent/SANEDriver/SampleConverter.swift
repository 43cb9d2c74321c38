import CJPEG
import Scanning

/// Turns a scanner's lines into lines of 8-bit samples.
struct SampleConverter {
    private let layout: FrameLayout
    /// Samples of a converted line.
    let lineLength: Int

    init(_ layout: FrameLayout) {
        self.layout = layout
        lineLength = layout.pixelsPerLine * (layout.format == .colour ? 3 : 1)
    }

    /// Whether the scanner's own bytes will do.
    var isIdentity: Bool { layout.depth == 8 }

    /// Converts `count` lines of the frame into lines without padding.
    func convert(_ lines: RawSpan, count: Int, into converted: inout [UInt8]) {
        precondition(lines.byteCount >= count * layout.bytesPerLine && converted.count >= count * lineLength)
        // Both buffers were checked to hold `count` lines; the C functions stay within a line and keep no pointer.
        unsafe lines.withUnsafeBytes { from in
            unsafe converted.withUnsafeMutableBufferPointer { to in
                for line in 0..<count {
                    unsafe convert(
                        (from.baseAddress! + line * layout.bytesPerLine).assumingMemoryBound(to: UInt8.self),
                        to.baseAddress! + line * lineLength)
                }
            }
        }
    }

    private func convert(_ from: UnsafePointer<UInt8>, _ to: UnsafeMutablePointer<UInt8>) {
        switch (layout.depth, layout.format) {
        case (1, .grey): unsafe cjpeg_grey_from_bits(to, from, layout.pixelsPerLine)
        case (1, .colour): unsafe cjpeg_colour_from_bits(to, from, layout.pixelsPerLine)
        case (1, _): unsafe cjpeg_plane_from_bits(to, from, layout.pixelsPerLine)
        case (16, _): unsafe cjpeg_bytes_from_words(to, from, lineLength)
        default: unsafe to.update(from: from, count: lineLength)
        }
    }
}
