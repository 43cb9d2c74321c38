/// A page made very small, of which only is kept how dark each place is: enough to know a paper again that is fed
/// twice.
package struct InkMap: Sendable, Hashable {
    /// Pixels of a line.
    package let width: Int
    /// How dark each pixel is, line by line; 0 is white.
    package private(set) var darkness: [UInt8] = []

    /// Lines.
    package var height: Int { darkness.count / width }

    /// A map without lines.
    package init(width: Int) { self.width = width }

    /// Takes a line of pixels; of each its darkest channel counts, so that a red seal is ink.
    package mutating func add(_ line: RawSpan, channels: Int) {
        precondition(line.byteCount >= width * channels)
        for x in 0..<width {
            var lightest = UInt8.max
            for channel in 0..<channels {
                // Within the line, as was made sure of.
                lightest = min(
                    lightest, unsafe line.unsafeLoad(fromUncheckedByteOffset: x * channels + channel, as: UInt8.self))
            }
            darkness.append(255 - lightest)
        }
    }
}

extension InkMap {
    /// Pixels of either side of a map that is read.
    private static let sides = 8...1024

    /// As it is kept: the width in two bytes, then the lines.
    package var bytes: [UInt8] { [UInt8(width >> 8 & 0xff), UInt8(width & 0xff)] + darkness }

    /// The map that was kept so; nil where it was not.
    package init?(bytes: [UInt8]) {
        guard bytes.count > 2 else { return nil }
        let width = Int(bytes[0]) << 8 | Int(bytes[1])
        let count = bytes.count - 2
        guard Self.sides.contains(width), count.isMultiple(of: width), Self.sides.contains(count / width) else {
            return nil
        }
        self.width = width
        darkness = Array(bytes.dropFirst(2))
    }
}
