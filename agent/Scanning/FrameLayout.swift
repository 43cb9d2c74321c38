package import Dossiers

/// How the bytes of a frame are laid out, as the scanner states it once the frame has started.
package struct FrameLayout: Sendable, Hashable {
    package var format: FrameFormat
    /// Whether the page is complete with this frame.
    package var isLast: Bool
    /// Bytes from one line to the next; more than the pixels take when lines are padded.
    package var bytesPerLine: Int
    package var pixelsPerLine: Int
    /// Nil when only the end of the data tells.
    package var lines: Int?
    /// Bits per sample: 1, 8 or 16 in this machine's byte order.
    package var depth: Int

    package init(
        format: FrameFormat, isLast: Bool, bytesPerLine: Int, pixelsPerLine: Int, lines: Int?, depth: Int
    ) {
        self.format = format
        self.isLast = isLast
        self.bytesPerLine = bytesPerLine
        self.pixelsPerLine = pixelsPerLine
        self.lines = lines
        self.depth = depth
    }

    /// Bytes that the pixels of a line take.
    package var packedBytesPerLine: Int {
        let channels = format == .colour ? 3 : 1
        // Colour at one bit comes in groups of eight pixels, a byte for each channel.
        return depth == 1 ? (pixelsPerLine + 7) / 8 * channels : pixelsPerLine * channels * depth / 8
    }

    /// Some drivers announce a page that is not there, as lines of no length or no lines at all.
    package var isPhantom: Bool { pixelsPerLine == 0 || bytesPerLine == 0 || lines == 0 }

    /// Whether an image can be made of it.
    package var isUsable: Bool {
        [1, 8, 16].contains(depth) && bytesPerLine >= packedBytesPerLine && pixelsPerLine <= Page.maximumSide
            && (lines ?? 0) <= Page.maximumSide
    }

    /// Bytes of the whole frame, when its height is known.
    package var byteCount: Int? { lines.map { $0 * bytesPerLine } }

    /// How the page's colours are recorded.
    package var colourMode: ColourMode {
        switch (format, depth) {
        case (.grey, 1): .bilevel
        case (.grey, _): .grey
        default: .colour
        }
    }
}

/// What a frame holds.
package enum FrameFormat: Sendable, Hashable {
    case grey
    /// All three colours, pixel by pixel.
    case colour
    /// One colour of a page that comes in three passes, in any order.
    case red, green, blue

    /// Whether the frame is one of three.
    package var isPlane: Bool { self != .grey && self != .colour }
}
