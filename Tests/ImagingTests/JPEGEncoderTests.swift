import FoundationEssentials
import Imaging
import Scanning
import SystemPackage
import TestSupport
import Testing

@Suite("The JPEG encoder")
struct JPEGEncoderTests {
    @Test(
        "gives the very pixels that cjpeg gives, whatever the size",
        arguments: [(1, 1, 1), (61, 83, 1), (61, 83, 3), (640, 480, 3), (17, 65, 3)], [40, 75, 80, 90, 100])
    func samePixels(size: (width: Int, height: Int, channels: Int), quality: Int) async throws {
        let picture = Picture.page(width: size.width, height: size.height, channels: size.channels)
        let expected = try await Picture(decoding: picture.compressed(quality: quality))
        #expect(try await Picture(decoding: picture.encoded(quality: quality)) == expected)
    }

    @Test(
        "gives the same pixels when the height is not known before the end", arguments: [1, 7, 8, 15, 16, 17, 100],
        [1, 3])
    func unknownHeight(height: Int, channels: Int) async throws {
        let picture = Picture.page(width: 53, height: height, channels: channels)
        let expected = try await Picture(decoding: picture.compressed(quality: 80))
        let decoded = try await Picture(decoding: picture.encoded(quality: 80, isHeightKnown: false))
        // The last row of blocks is filled up with whole lines; libjpeg, told the height, fills it up with lines whose
        // colours it has halved already. That shows in rounding alone, from the line above on.
        let lastBlocks = max(0, (height - 1) / 16 * 16 - 1)
        #expect(decoded.difference(from: expected, lines: 0..<lastBlocks) == 0)
        #expect(decoded.difference(from: expected, lines: lastBlocks..<height) <= (channels == 1 ? 0 : 12))
    }

    @Test("takes lines with padding between them, any number at a time", arguments: [1, 3, 16, 40])
    func stride(linesAtOnce: Int) throws {
        let picture = Picture.page(width: 50, height: 40, channels: 3)
        #expect(
            try picture.encoded(quality: 80, padding: 13, linesAtOnce: linesAtOnce) == picture.encoded(quality: 80))
    }

    @Test("states size and resolution as ImageMagick reads them")
    func header() async throws {
        try await withTemporaryDirectory { folder in
            let file = folder.appending("a.jpg")
            let bytes = try Picture.page(width: 61, height: 83, channels: 3).encoded(quality: 80, resolution: 300)
            try Data(bytes).write(to: URL(filePath: file.string))
            let result = try await runTool("identify", ["-format", "%m %w %h %x %y %U", file.string])
            #expect(result.output == "JPEG 61 83 300 300 PixelsPerInch")
        }
    }

    @Test("has only the lines that came when more were announced, and ignores those beyond")
    func otherHeight() async throws {
        let picture = Picture.page(width: 40, height: 30, channels: 1)
        let short = try await Picture(decoding: picture.encoded(quality: 100, announced: 50))
        let whole = try await Picture(decoding: picture.encoded(quality: 100))
        #expect(short.height == 30)
        #expect(short.difference(from: whole, lines: 0..<30) == 0)
        let long = try await Picture(decoding: picture.encoded(quality: 100, announced: 20))
        #expect(long.height == 20)
    }

    @Test("refuses what a JPEG file cannot hold")
    func limits() throws {
        for (width, height, channels) in [(0, 1, 1), (65_501, 1, 1), (1, 65_501, 1), (1, 1, 2)] {
            #expect(throws: ScanFault.unusableImage) {
                _ = try JPEGEncoder(width: width, height: height, channels: channels, quality: 80, resolution: 200)
            }
        }
        var encoder = try JPEGEncoder(width: 1, height: nil, channels: 1, quality: 80, resolution: 200)
        let lines = [UInt8](repeating: 0, count: 65_500)
        try unsafe encoder.write(lines.span.bytes, stride: 1, count: 65_500)
        #expect(throws: ScanFault.unusableImage) { try unsafe encoder.write(lines.span.bytes, stride: 1, count: 1) }
    }

    @Test("needs fewer bytes for paper than libjpeg's own tables do, at every usual quality")
    func compact() async throws {
        let pages = try SamplePages.files().filter { file in
            ["01", "05", "08", "11"].contains { file.lastComponent?.string.hasPrefix($0) == true }
        }
        try #require(pages.count == 4)
        for quality in [60, 75, 80, 85] {
            var (ours, theirs) = (0, 0)
            for page in pages {
                let picture = try await Picture(decoding: page)
                ours += try picture.encoded(quality: quality).count
                theirs += try await picture.compressed(quality: quality).count
            }
            #expect(Double(ours) / Double(theirs) <= 0.95, "quality \(quality): \(ours) of \(theirs) bytes")
        }
    }
}

extension Picture {
    /// The file that the encoder makes of it.
    func encoded(
        quality: Int, resolution: Int = 200, isHeightKnown: Bool = true, announced: Int? = nil, padding: Int = 0,
        linesAtOnce: Int = 16
    ) throws -> [UInt8] {
        let stride = width * channels + padding
        var lines = padding == 0 ? samples : []
        for line in 0..<height where padding > 0 {
            lines += samples[line * width * channels..<(line + 1) * width * channels]
            lines += [UInt8](repeating: 0xaa, count: padding)
        }
        var encoder = try JPEGEncoder(
            width: width, height: isHeightKnown ? announced ?? height : nil, channels: channels, quality: quality,
            resolution: resolution)
        var bytes: [UInt8] = []
        func take(_ output: RawSpan) { unsafe output.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) } }
        var line = 0
        while line < height {
            let count = min(linesAtOnce, height - line)
            let part = Array(lines[(line * stride)..<((line + count) * stride)])
            try unsafe encoder.write(part.span.bytes, stride: stride, count: count)
            try encoder.takeOutput { (output) throws(ScanFault) in take(output) }
            line += count
        }
        try encoder.finish()
        try encoder.takeOutput { (output) throws(ScanFault) in take(output) }
        if !isHeightKnown || height < announced ?? 0 {
            let patch = encoder.patch
            for (index, byte) in patch.bytes.enumerated() { bytes[patch.offset + index] = byte }
        }
        return bytes
    }
}
