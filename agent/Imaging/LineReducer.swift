import CJPEG
package import Scanning

/// Makes an image smaller, line by line.
///
/// Safe outside: the pointer is owned, and lives as long as the value.
@safe package struct LineReducer: ~Copyable {
    /// Pixels of a reduced line.
    package let width: Int
    /// Pixels, across and down, that become one.
    package let factor: Int
    private let channels: Int
    private let reducer: OpaquePointer

    /// Reduces by the least whole factor that brings the longer side down to `side`, or as near to it as can be.
    package init(width: Int, height: Int, channels: Int, atMost side: Int) throws(ScanFault) {
        let needed = (max(width, height) + side - 1) / side
        let factor = max(1, min(needed, width, Int(CJPEG_MAXIMUM_FACTOR)))
        guard let pixels = UInt32(exactly: width),
            let reducer = unsafe cjpeg_reducer_create(pixels, Int32(channels), Int32(factor))
        else { throw .unusableImage }
        unsafe self.reducer = reducer
        self.width = width / factor
        self.factor = factor
        self.channels = channels
    }

    deinit { unsafe cjpeg_reducer_destroy(reducer) }

    /// Takes a line that begins at `offset`; gives the reduced line that is complete with it, if any.
    package mutating func add(_ lines: RawSpan, offset: Int, _ body: (RawSpan) throws(ScanFault) -> Void)
        throws(ScanFault)
    {
        // The reducer reads one line, which the caller has checked to lie within the span.
        let isComplete = unsafe lines.withUnsafeBytes { buffer in
            unsafe cjpeg_reducer_add(reducer, (buffer.baseAddress! + offset).assumingMemoryBound(to: UInt8.self))
        }
        if isComplete { try body(unsafe line.bytes) }
    }

    /// Gives the last line, if lines are left that do not fill one.
    package mutating func finish(_ body: (RawSpan) throws(ScanFault) -> Void) throws(ScanFault) {
        if unsafe cjpeg_reducer_finish(reducer) { try body(unsafe line.bytes) }
    }

    /// The reducer's own line, which changes with the next one only.
    private var line: UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: cjpeg_reducer_line(reducer), count: width * channels)
    }
}
