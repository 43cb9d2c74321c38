import Scanning
import Testing

@Suite("The blank score")
struct BlankDetectorTests {
    /// Tiles of an A4 page made small.
    private func page(inked: Int, dark: UInt16 = 30) -> BlankDetector {
        var detector = BlankDetector()
        var left = inked
        for row in 0..<62 {
            var counts = [UInt16](repeating: 0, count: 44)
            if row > 0, row < 61 {
                for column in 1..<43 where left > 0 {
                    counts[column] = dark
                    left -= 1
                }
            }
            detector.addRow(darkPixels: counts)
        }
        return detector
    }

    @Test("suspects a page with a few specks, and not one with a line of writing")
    func specksAndWriting() {
        #expect(page(inked: 0).inkPermille < BlankDetector.threshold)
        #expect(page(inked: 3).inkPermille < BlankDetector.threshold)
        #expect(page(inked: 12).inkPermille >= BlankDetector.threshold)
    }

    @Test("does not count dust that darkens a pixel or two of a tile")
    func dust() {
        #expect(page(inked: 500, dark: 3).inkPermille == 0)
    }

    @Test("does not count the edge, where scanners show their background")
    func edge() {
        var detector = BlankDetector()
        let dark = [UInt16](repeating: 256, count: 44)
        let inner: [UInt16] = [256] + Array(repeating: 0, count: 42) + [256]
        detector.addRow(darkPixels: dark)
        for _ in 0..<60 { detector.addRow(darkPixels: inner) }
        detector.addRow(darkPixels: dark)
        #expect(detector.inkPermille == 0)
    }

    @Test("says nothing of a page too small to tell")
    func tiny() {
        #expect(BlankDetector().inkPermille == 1000)
    }
}
