import CJPEG
package import Scanning

/// A JPEG file on its way: lines in, bytes out, nothing held but a few lines.
///
/// Safe outside: the pointer is owned, and lives as long as the value.
@safe package struct JPEGEncoder: ~Copyable {
    private let encoder: OpaquePointer

    /// - Parameters:
    ///   - height: Nil when only the end of the lines tells; then `patch` says what to write over the bytes at the end.
    ///   - resolution: Pixels per inch, for the header.
    /// - Throws: `unusableImage` when JPEG has no room for such an image.
    package init(width: Int, height: Int?, channels: Int, quality: Int, resolution: Int) throws(ScanFault) {
        guard let width = UInt32(exactly: width), let height = UInt32(exactly: height ?? 0),
            let encoder = unsafe cjpeg_encoder_create(
                width, height, Int32(channels), Int32(quality), Int32(resolution))
        else { throw .unusableImage }
        unsafe self.encoder = encoder
    }

    deinit { unsafe cjpeg_encoder_destroy(encoder) }

    /// Compresses `count` lines, `stride` bytes apart.
    package mutating func write(_ lines: RawSpan, stride: Int, count: Int) throws(ScanFault) {
        precondition(count == 0 || lines.byteCount >= (count - 1) * stride + 1)
        // The span outlives the call, which keeps no pointer into it.
        let isDone = unsafe lines.withUnsafeBytes { buffer in
            guard let start = buffer.baseAddress else { return true }
            return unsafe cjpeg_encoder_write(
                encoder, start.assumingMemoryBound(to: UInt8.self), stride, count)
        }
        guard isDone else { throw .unusableImage }
    }

    /// Ends the file. Where fewer lines came than the known height, the image has those alone, and `patch` says what to write
    /// over the bytes that state its height.
    package mutating func finish() throws(ScanFault) {
        guard unsafe cjpeg_encoder_finish(encoder) else { throw .unusableImage }
    }

    /// Bytes that wait to be taken.
    package var pendingCount: Int {
        var count = 0
        _ = unsafe cjpeg_encoder_output(encoder, &count)
        return count
    }

    /// Takes the bytes made since the last time.
    package mutating func takeOutput(_ body: (RawSpan) throws(ScanFault) -> Void) throws(ScanFault) {
        var count = 0
        let start = unsafe cjpeg_encoder_output(encoder, &count)
        // The encoder's buffer stays as it is until the next write, which cannot happen during `body`.
        let bytes = unsafe UnsafeRawBufferPointer(start: start, count: count)
        try body(unsafe bytes.bytes)
        unsafe cjpeg_encoder_drop_output(encoder)
    }

    /// Lines of the image so far.
    package var height: Int { unsafe Int(cjpeg_encoder_height(encoder)) }

    /// For a file whose height was not known or not reached, once it is finished: the two bytes that state it, and where
    /// they go.
    package var patch: (offset: Int, bytes: [UInt8]) {
        unsafe (
            Int(cjpeg_encoder_height_offset(encoder)),
            [UInt8(truncatingIfNeeded: height >> 8), UInt8(truncatingIfNeeded: height)]
        )
    }
}
