import Dossiers
import Scanning
import TestSupport
import Testing

@testable import SANEDriver

@Suite("Every frame format of SANE")
struct FrameFormatTests {
    private static let width = 53
    private static let height = 48

    @Test("becomes the page it shows, however the bytes are cut and padded", arguments: Format.allCases)
    func pixels(format: Format) async throws {
        let picture = format.picture(width: Self.width, height: Self.height)
        let expected = try await Picture(decoding: picture.compressed(quality: 100))
        for (padding, pieces) in [(0, [1 << 20]), (7, [1, 2, 160, 3000]), (0, [37])] {
            let frames = format.frames(of: picture, padding: padding, isHeightKnown: true)
            let result = try scan(frames, pieces: pieces)
            #expect(result.ending == .feederEmpty)
            try #require(result.files.count == 1)
            #expect(try await Picture(decoding: result.files[0]) == expected)
            #expect(result.pages[0].page.colourMode == format.colourMode)
            #expect(result.pages[0].page.height == Self.height)
        }
    }

    @Test("becomes the same page when only its end tells the height", arguments: Format.allCases)
    func unknownHeight(format: Format) async throws {
        let picture = format.picture(width: Self.width, height: Self.height)
        let expected = try await Picture(decoding: picture.compressed(quality: 100))
        let result = try scan(format.frames(of: picture, padding: 3, isHeightKnown: false), pieces: [1000])
        try #require(result.files.count == 1)
        #expect(try await Picture(decoding: result.files[0]) == expected)
        #expect(result.pages[0].page.height == Self.height)
        #expect(result.pages[0].page.byteLength == result.files[0].count)
    }

    @Test("has the lines that came when the scanner announced more, and is flagged", arguments: Format.allCases)
    func cutShort(format: Format) async throws {
        let picture = format.picture(width: Self.width, height: Self.height)
        for (announced, isFlagged) in [(Self.height * 2, true), (Self.height + 1, false)] {
            var frames = format.frames(of: picture, padding: 3, isHeightKnown: true)
            for index in frames.indices { frames[index].layout.lines = announced }
            let result = try scan(frames, pieces: [1000])
            #expect(result.ending == .feederEmpty)
            let decoded = try await Picture(decoding: #require(result.files.first))
            let whole = try await Picture(decoding: picture.compressed(quality: 100))
            #expect((decoded.width, decoded.height) == (Self.width, Self.height), "no line that nobody scanned")
            #expect(decoded.difference(from: whole, lines: 0..<Self.height) <= 12)
            let page = try #require(result.pages.first).page
            #expect(page.height == Self.height)
            #expect(page.flags.contains(.cutShort) == isFlagged)
        }
    }

    @Test("in three passes puts the colours right in each of the six orders", arguments: Format.orders)
    func orders(order: [FrameFormat]) async throws {
        let picture = Picture.page(width: Self.width, height: Self.height, channels: 3)
        let expected = try await Picture(decoding: picture.compressed(quality: 100))
        let frames = Format.planes8.frames(of: picture, padding: 0, isHeightKnown: true, order: order)
        let result = try scan(frames)
        #expect(try await Picture(decoding: #require(result.files.first)) == expected)
    }
}

/// A way in which a scanner sends a page.
enum Format: CaseIterable {
    case bits, grey8, grey16, colourBits, colour8, colour16, planeBits, planes8, planes16

    static let orders: [[FrameFormat]] = [
        [.red, .green, .blue], [.red, .blue, .green], [.green, .red, .blue], [.green, .blue, .red],
        [.blue, .red, .green], [.blue, .green, .red],
    ]

    var depth: Int {
        switch self {
        case .bits, .colourBits, .planeBits: 1
        case .grey8, .colour8, .planes8: 8
        case .grey16, .colour16, .planes16: 16
        }
    }

    var channels: Int {
        switch self {
        case .bits, .grey8, .grey16: 1
        default: 3
        }
    }

    var arePlanes: Bool { [.planeBits, .planes8, .planes16].contains(self) }

    var colourMode: ColourMode { channels == 3 ? .colour : depth == 1 ? .bilevel : .grey }

    /// A page that the format can show.
    func picture(width: Int, height: Int) -> Picture {
        var picture = Picture.page(width: width, height: height, channels: channels)
        if depth == 1 { picture.samples = picture.samples.map { $0 > 127 ? 255 : 0 } }
        return picture
    }

    func frames(
        of picture: Picture, padding: Int, isHeightKnown: Bool, order: [FrameFormat] = [.red, .green, .blue]
    ) -> [ScriptedScanner.Frame] {
        guard arePlanes else {
            return [
                frame(
                    channels == 3 ? .colour : .grey, lines(picture), width: picture.width, padding, isHeightKnown, true)
            ]
        }
        return order.enumerated().map { index, colour in
            let offset = colour == .red ? 0 : colour == .green ? 1 : 2
            let samples = stride(from: offset, to: picture.samples.count, by: 3).map { picture.samples[$0] }
            let plane = stride(from: 0, to: samples.count, by: picture.width).map {
                Array(samples[$0..<($0 + picture.width)])
            }
            return frame(colour, plane, width: picture.width, padding, isHeightKnown, index == 2)
        }
    }

    private func lines(_ picture: Picture) -> [[UInt8]] {
        let length = picture.width * picture.channels
        return (0..<picture.height).map { Array(picture.samples[($0 * length)..<(($0 + 1) * length)]) }
    }

    private func frame(
        _ format: FrameFormat, _ lines: [[UInt8]], width: Int, _ padding: Int, _ isHeightKnown: Bool, _ isLast: Bool
    ) -> ScriptedScanner.Frame {
        let packed = lines.map { pack($0, format) + [UInt8](repeating: 0x5a, count: padding) }
        let layout = FrameLayout(
            format: format, isLast: isLast, bytesPerLine: packed[0].count, pixelsPerLine: width,
            lines: isHeightKnown ? lines.count : nil, depth: depth)
        return ScriptedScanner.Frame(layout: layout, bytes: Array(packed.joined()))
    }

    private func pack(_ line: [UInt8], _ format: FrameFormat) -> [UInt8] {
        switch depth {
        case 8: return line
        case 16:
            // The nearest 16-bit value and, within rounding, others beside it.
            return line.enumerated().flatMap { index, sample in
                let word = UInt16(clamping: Int(sample) * 257 + (index % 3 - 1) * 100)
                // In this machine's byte order.
                let digits = [UInt8(truncatingIfNeeded: word >> 8), UInt8(truncatingIfNeeded: word)]
                return UInt16(1).bigEndian == 1 ? digits : digits.reversed()
            }
        default:
            let channels = format == .colour ? 3 : 1
            let pixels = line.count / channels
            var bytes: [UInt8] = []
            for group in stride(from: 0, to: pixels, by: 8) {
                for channel in 0..<channels {
                    var byte: UInt8 = 0
                    for bit in 0..<8 where group + bit < pixels {
                        let isBright = line[(group + bit) * channels + channel] == 255
                        // In grey a set bit is black, in colours it is light.
                        if isBright != (format == .grey) { byte |= 0x80 >> bit }
                    }
                    bytes.append(byte)
                }
            }
            return bytes
        }
    }
}
