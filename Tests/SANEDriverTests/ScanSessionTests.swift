import Dossiers
import Imaging
import Scanning
import SystemPackage
import TestSupport
import Testing

@testable import SANEDriver

@Suite("A scan session")
struct ScanSessionTests {
    private let picture = Picture.page(width: 100, height: 60, channels: 3)
    private var page: ScriptedScanner.Frame {
        Format.colour8.frames(of: picture, padding: 0, isHeightKnown: true)[0]
    }

    @Test("loses nothing but the page in flight when the scanner fails")
    func faultInPage() throws {
        var jammed = page
        jammed.bytes.removeLast(5000)
        jammed.end = .jammed
        let result = try scan([page, page, jammed])
        #expect(result.ending == .fault(.scanner(.jammed)))
        #expect(result.files.count == 2)
        #expect(result.pages.map(\.number) == [1, 2])
    }

    @Test("stops when the user asks, with the pages saved so far")
    func stop() throws {
        let result = try scan([page, page, page], stopsAfter: 2)
        #expect(result.ending == .cancelled)
        #expect(result.files.count == 2)
    }

    @Test("reports the bytes of each page as they come")
    func progress() throws {
        let result = try scan([page, page], pieces: [9000])
        // A page is 18 000 bytes. The first reads are smaller, until the scanner's pace is known.
        #expect(result.progress.suffix(2) == [9000, 18_000])
        #expect(result.progress.count { $0 == 18_000 } == 2)
        #expect(result.progress.dropLast(2) == result.progress.dropLast(2).sorted()[...])
    }

    @Test("records the resolution that the scanner states, not the one asked for")
    func statedResolution() throws {
        let result = try scan([page], settings: ScanSettings(source: .feeder, resolution: 200), resolution: 240)
        #expect(result.pages[0].page.resolution == 240)
    }

    @Test("works the resolution out from the area when the scanner does not state it, or else from the paper")
    func workedOutResolution() throws {
        #expect(try scan([page], resolution: nil, areaWidth: 25.4).pages[0].page.resolution == 100)
        #expect(try scan([page], resolution: nil).pages[0].page.resolution == 12)
    }

    @Test("makes previews and thumbnails within their sizes, of known and unknown height", arguments: [true, false])
    func previews(isHeightKnown: Bool) async throws {
        let picture = Picture.page(width: 1700, height: 2400, channels: 3)
        let frames = Format.colour8.frames(of: picture, padding: 0, isHeightKnown: isHeightKnown)
        let small = try #require(try scan(frames).previews.first)
        let preview = try await Picture(decoding: small.preview)
        #expect(preview.width == 566 && preview.height == 800)
        let thumbnail = try await Picture(decoding: small.thumbnail)
        #expect(max(thumbnail.width, thumbnail.height) <= 256)
        #expect(thumbnail.width == 141 && thumbnail.height == 200)
    }

    @Test("shows a small page whole in its preview")
    func smallPage() async throws {
        let small = try #require(try scan([page]).previews.first)
        let preview = try await Picture(decoding: small.preview)
        #expect(preview.width == 100 && preview.height == 60)
    }

    @Test("suspects the blank sample page to be blank, and none of the others")
    func blankPages() async throws {
        for file in try SamplePages.files() {
            let name = file.lastComponent?.string ?? ""
            let picture = try await Picture(decoding: file)
            let layout = FrameLayout(
                format: .colour, isLast: true, bytesPerLine: picture.width * 3, pixelsPerLine: picture.width,
                lines: picture.height, depth: 8)
            let frame = ScriptedScanner.Frame(layout: layout, bytes: picture.samples)
            let page = try #require(try scan([frame]).pages.first)
            #expect((page.page.flags == [.blankSuspected]) == (name == "08-blank.jpg"), "\(name): \(page.inkPermille)")
        }
    }

    @Test("reduces by averages of whole boxes", arguments: [1, 2, 3, 5, 16])
    func reduction(factor: Int) throws {
        let picture = Picture.page(width: 30 * factor + 1, height: 47, channels: 3)
        var reducer = try LineReducer(
            width: picture.width, height: 1, channels: 3, atMost: 31)
        try #require(reducer.factor == factor)
        var lines: [[UInt8]] = []
        for line in 0..<picture.height {
            try unsafe reducer.add(picture.samples.span.bytes, offset: line * picture.width * 3) {
                (reduced) throws(ScanFault) in lines.append(unsafe reduced.withUnsafeBytes { unsafe Array($0) })
            }
        }
        try #require(lines.count == picture.height / factor)
        for (y, line) in lines.enumerated() {
            try #require(line.count == picture.width / factor * 3)
            for (index, sample) in line.enumerated() {
                let (x, channel) = (index / 3 * factor, index % 3)
                var sum = 0
                for dy in 0..<factor {
                    for dx in 0..<factor {
                        sum += Int(picture.samples[((y * factor + dy) * picture.width + x + dx) * 3 + channel])
                    }
                }
                #expect(abs(Int(sample) - (sum + factor * factor / 2) / (factor * factor)) <= 1)
            }
        }
    }
}
