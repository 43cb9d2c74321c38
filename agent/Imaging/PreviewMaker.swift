import CJPEG
package import Scanning

/// Makes thumbnail, screen-size preview, map of the ink and blank score from a page's lines as they pass.
package struct PreviewMaker: ~Copyable {
    private static let previewSide = 1024
    private static let thumbnailSide = 256
    private static let quality = 70

    private var toPreview: LineReducer
    private var toThumbnail: LineReducer
    private var preview: JPEGEncoder
    private var thumbnail: JPEGEncoder
    private var ink: InkMeter
    private var map: InkMap
    private let channels: Int

    /// - Parameter height: As far as it is known beforehand; it decides the factor.
    package init(width: Int, height: Int, channels: Int) throws(ScanFault) {
        // Made first and kept then: what is owned must be whole or not there at all when one of them fails.
        let toPreview = try LineReducer(width: width, height: height, channels: channels, atMost: Self.previewSide)
        let toThumbnail = try LineReducer(
            width: toPreview.width, height: height / toPreview.factor, channels: channels,
            atMost: Self.thumbnailSide)
        let preview = try JPEGEncoder(
            width: toPreview.width, height: nil, channels: channels, quality: Self.quality, resolution: 0)
        let thumbnail = try JPEGEncoder(
            width: toThumbnail.width, height: nil, channels: channels, quality: Self.quality, resolution: 0)
        ink = InkMeter(width: toPreview.width, channels: channels)
        map = InkMap(width: toThumbnail.width)
        self.channels = channels
        self.toPreview = toPreview
        self.toThumbnail = toThumbnail
        self.preview = preview
        self.thumbnail = thumbnail
    }

    /// Takes `count` lines, `stride` bytes apart.
    package mutating func add(_ lines: RawSpan, stride: Int, count: Int) throws(ScanFault) {
        for line in 0..<count {
            try toPreview.add(lines, offset: line * stride) { (reduced) throws(ScanFault) in
                try Self.take(reduced, channels, &preview, &toThumbnail, &thumbnail, &ink, &map)
            }
        }
    }

    /// Ends both images.
    package mutating func finish() throws(ScanFault) -> (previews: PagePreviews, inkPermille: Double) {
        try toPreview.finish { (reduced) throws(ScanFault) in
            try Self.take(reduced, channels, &preview, &toThumbnail, &thumbnail, &ink, &map)
        }
        try toThumbnail.finish { (reduced) throws(ScanFault) in
            try thumbnail.write(reduced, stride: reduced.byteCount, count: 1)
            map.add(reduced, channels: channels)
        }
        return (
            PagePreviews(thumbnail: try Self.file(&thumbnail), preview: try Self.file(&preview), ink: map),
            ink.permille
        )
    }

    private static func take(
        _ line: RawSpan, _ channels: Int, _ preview: inout JPEGEncoder, _ toThumbnail: inout LineReducer,
        _ thumbnail: inout JPEGEncoder, _ ink: inout InkMeter, _ map: inout InkMap
    ) throws(ScanFault) {
        try preview.write(line, stride: line.byteCount, count: 1)
        try toThumbnail.add(line, offset: 0) { (reduced) throws(ScanFault) in
            try thumbnail.write(reduced, stride: reduced.byteCount, count: 1)
            map.add(reduced, channels: channels)
        }
        ink.add(line)
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
