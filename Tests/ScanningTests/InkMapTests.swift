import Scanning
import Testing

@Suite("A map of a page's ink")
struct InkMapTests {
    @Test("counts the darkest channel of each pixel, and is read as it was kept")
    func bytes() throws {
        var map = InkMap(width: 8)
        for line in 0..<8 {
            let pixels: [UInt8] = (0..<8).flatMap { (x: Int) -> [UInt8] in [255, UInt8(x * 10 + line), 200] }
            unsafe map.add(pixels.span.bytes, channels: 3)
        }
        #expect(map.height == 8)
        #expect(map.darkness[0..<3] == [255, 245, 235])
        #expect(InkMap(bytes: map.bytes) == map)
    }

    @Test(
        "is nothing where its bytes make no sense",
        arguments: [
            [], [0], [0, 8], [0, 0, 1, 2], [0, 8, 1, 2, 3], [255, 255] + Array(repeating: 1, count: 65_535),
        ]
            as [[UInt8]])
    func nonsense(bytes: [UInt8]) {
        #expect(InkMap(bytes: bytes) == nil)
    }

    @Test("of bare paper, or of another size, is like no other")
    func bare() {
        var (bare, small) = (InkMap(width: 140), InkMap(width: 80))
        let line = [UInt8](repeating: 250, count: 140)
        for _ in 0..<200 {
            unsafe bare.add(line.span.bytes, channels: 1)
            unsafe small.add(line.span.bytes, channels: 1)
        }
        #expect(!InkField(bare).isSamePaper(as: InkField(bare)))
        #expect(!InkField(bare).isSamePaper(as: InkField(small)))
        #expect(!InkField(InkMap(bytes: [0, 8] + Array(0..<64))!).isSamePaper(as: InkField(bare)))
    }
}
