package import Scanning

/// A page's 8-bit lines on their way into the stored file, the preview and the thumbnail.
package struct PixelPipeline: ~Copyable {
    /// Bytes that the encoder may keep before they are passed on.
    private static let passOnAt = 32 * 1024

    private var encoder: JPEGEncoder
    private var previews: PreviewMaker
    /// Takes the compressed bytes of a page of unknown height: the height stands in the header, and the digest is that
    /// of the final bytes.
    private let waiting: ScratchFile?
    private let announcedHeight: Int?

    /// - Parameters:
    ///   - height: Nil when only the end of the lines tells.
    ///   - scratch: Directory for the bytes of a page of unknown height.
    package init(
        width: Int, height: Int?, channels: Int, quality: Int, resolution: Int, scratch: String
    ) throws(ScanFault) {
        let encoder = try JPEGEncoder(
            width: width, height: height, channels: channels, quality: quality, resolution: resolution)
        // The factor of the previews must be chosen now: most paper is of the A series.
        let previews = try PreviewMaker(width: width, height: height ?? width * 1414 / 1000, channels: channels)
        waiting = height == nil ? try ScratchFile(in: scratch) : nil
        announcedHeight = height
        self.encoder = encoder
        self.previews = previews
    }

    /// Takes `count` lines, `stride` bytes apart.
    package mutating func add(
        _ lines: RawSpan, stride: Int, count: Int, sink: inout some PageSink & ~Copyable
    ) throws(ScanFault) {
        try encoder.write(lines, stride: stride, count: count)
        try previews.add(lines, stride: stride, count: count)
        if encoder.pendingCount >= Self.passOnAt { try passOn(&sink) }
    }

    /// Ends the page's bytes. A page that is shorter than it was announced has the lines that came, and no more.
    ///
    /// - Returns: the height, the small images, and the blank score.
    package mutating func finish(sink: inout some PageSink & ~Copyable) throws(ScanFault) -> FinishedPixels {
        try encoder.finish()
        try passOn(&sink)
        if let waiting {
            let patch = encoder.patch
            try unsafe waiting.write(patch.bytes.span.bytes, at: patch.offset)
            var buffer = [UInt8](repeating: 0, count: 64 * 1024)
            var offset = 0
            while true {
                let count = try waiting.read(at: offset, into: &buffer, count: buffer.count)
                if count == 0 { break }
                try unsafe sink.append(buffer.span.extracting(first: count).bytes)
                offset += count
            }
        } else if let announcedHeight, encoder.height < announcedHeight {
            let patch = encoder.patch
            try sink.overwrite(patch.bytes, at: patch.offset)
        }
        let small = try previews.finish()
        return FinishedPixels(height: encoder.height, previews: small.previews, inkPermille: small.inkPermille)
    }

    private mutating func passOn(_ sink: inout some PageSink & ~Copyable) throws(ScanFault) {
        try encoder.takeOutput { (bytes) throws(ScanFault) in
            if let waiting { try waiting.append(bytes) } else { try sink.append(bytes) }
        }
    }
}

/// What is known of a page when its last line has passed.
package struct FinishedPixels {
    package var height: Int
    package var previews: PagePreviews
    /// Inked parts in permille of all.
    package var inkPermille: Double
}
