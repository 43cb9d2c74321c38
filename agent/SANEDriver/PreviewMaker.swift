import CJPEG
import Scanning

/// Makes thumbnail, screen-size preview and blank score from a page's lines as they pass.
struct PreviewMaker: ~Copyable {
    private static let previewSide = 1024
    private static let thumbnailSide = 256
    private static let quality = 70

    private let channels: Int
    private var toPreview: LineReducer
    private var toThumbnail: LineReducer
    private var preview: JPEGEncoder
    private var thumbnail: JPEGEncoder
    private var darkest: [UInt8]
    private var detector: BlankDetector

    /// - Parameter height: as far as it is known beforehand; it decides the factor.
    init(width: Int, height: Int, channels: Int) throws(ScanFault) {
        let long = max(width, height)
        func reduced(to side: Int) -> Int { long <= side ? width : max(1, width * side / long) }
        let previewWidth = reduced(to: Self.previewSide)
        let thumbnailWidth = reduced(to: Self.thumbnailSide)
        // Made first and kept then: what is owned must be whole or not there at all when one of them fails.
        let toPreview = try LineReducer(width: width, reducedWidth: previewWidth, channels: channels)
        let toThumbnail = try LineReducer(width: previewWidth, reducedWidth: thumbnailWidth, channels: channels)
        let preview = try JPEGEncoder(
            width: previewWidth, height: nil, channels: channels, quality: Self.quality, resolution: 0)
        let thumbnail = try JPEGEncoder(
            width: thumbnailWidth, height: nil, channels: channels, quality: Self.quality, resolution: 0)
        self.toPreview = toPreview
        self.toThumbnail = toThumbnail
        self.preview = preview
        self.thumbnail = thumbnail
        self.channels = channels
        darkest = Array(repeating: 0, count: previewWidth)
        detector = BlankDetector(width: previewWidth)
    }

    /// Takes `count` lines, `stride` bytes apart.
    mutating func add(_ lines: RawSpan, stride: Int, count: Int) throws(ScanFault) {
        for line in 0..<count {
            try toPreview.add(lines, offset: line * stride) { (reduced) throws(ScanFault) in
                try Self.addReduced(
                    reduced, channels, &preview, &toThumbnail, &thumbnail, &darkest, &detector)
            }
        }
    }

    /// Ends both images.
    mutating func finish() throws(ScanFault) -> (previews: PagePreviews, inkPermille: Double) {
        try toPreview.finish { (reduced) throws(ScanFault) in
            try Self.addReduced(reduced, channels, &preview, &toThumbnail, &thumbnail, &darkest, &detector)
        }
        try toThumbnail.finish { (reduced) throws(ScanFault) in
            try thumbnail.write(reduced, stride: reduced.byteCount, count: 1)
        }
        return (
            PagePreviews(thumbnail: try Self.file(&thumbnail), preview: try Self.file(&preview)), detector.inkPermille
        )
    }

    private static func addReduced(
        _ line: RawSpan, _ channels: Int, _ preview: inout JPEGEncoder, _ toThumbnail: inout LineReducer,
        _ thumbnail: inout JPEGEncoder, _ darkest: inout [UInt8], _ detector: inout BlankDetector
    ) throws(ScanFault) {
        try preview.write(line, stride: line.byteCount, count: 1)
        try toThumbnail.add(line, offset: 0) { (reduced) throws(ScanFault) in
            try thumbnail.write(reduced, stride: reduced.byteCount, count: 1)
        }
        let count = darkest.count
        // Both buffers have `count` pixels, and the call keeps neither.
        unsafe line.withUnsafeBytes { from in
            unsafe darkest.withUnsafeMutableBufferPointer { to in
                unsafe cjpeg_darkest_channel(
                    to.baseAddress!, from.baseAddress!.assumingMemoryBound(to: UInt8.self), Int32(channels), count)
            }
        }
        detector.add(darkest.span)
    }

    private static func file(_ encoder: inout JPEGEncoder) throws(ScanFault) -> [UInt8] {
        try encoder.finish()
        var bytes: [UInt8] = []
        try encoder.takeOutput { (output) throws(ScanFault) in
            bytes = unsafe output.withUnsafeBytes { unsafe Array($0) }
        }
        let patch = encoder.patch
        for (index, byte) in patch.bytes.enumerated() { bytes[patch.offset + index] = byte }
        return bytes
    }
}
