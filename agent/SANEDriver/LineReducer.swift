import CJPEG
import Scanning

/// Makes an image smaller, line by line.
///
/// Safe outside: the pointer is owned, and lives as long as the value.
@safe struct LineReducer: ~Copyable {
    /// Samples of a reduced line.
    let lineLength: Int
    private let reducer: OpaquePointer

    /// - Throws: `unusableImage` when the factor is under 1 or over 256.
    init(width: Int, reducedWidth: Int, channels: Int) throws(ScanFault) {
        guard let width = UInt32(exactly: width), let reduced = UInt32(exactly: reducedWidth),
            let reducer = unsafe cjpeg_reducer_create(width, reduced, Int32(channels))
        else { throw .unusableImage }
        unsafe self.reducer = reducer
        lineLength = reducedWidth * channels
    }

    deinit { unsafe cjpeg_reducer_destroy(reducer) }

    /// Takes a line that begins at `offset`; gives the reduced line that is complete with it, if any.
    mutating func add(_ lines: RawSpan, offset: Int, _ body: (RawSpan) throws(ScanFault) -> Void) throws(ScanFault) {
        // The reducer reads one line, which the caller has checked to lie within the span.
        let isComplete = unsafe lines.withUnsafeBytes { buffer in
            unsafe cjpeg_reducer_add(reducer, (buffer.baseAddress! + offset).assumingMemoryBound(to: UInt8.self))
        }
        if isComplete { try body(unsafe line.bytes) }
    }

    /// Gives the last line, if lines are left that do not fill one.
    mutating func finish(_ body: (RawSpan) throws(ScanFault) -> Void) throws(ScanFault) {
        if unsafe cjpeg_reducer_finish(reducer) { try body(unsafe line.bytes) }
    }

    /// The reducer's own line, which changes with the next one only.
    private var line: UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: cjpeg_reducer_line(reducer), count: lineLength)
    }
}
