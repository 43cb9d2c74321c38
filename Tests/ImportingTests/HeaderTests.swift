import Dossiers
import Scanning
import Testing

@testable import Importing

@Suite("What is known of a file before its pages")
struct HeaderTests {
    @Test("the kind is told by the first bytes, and of PDF also after something before it")
    func kinds() throws {
        #expect(try FileKind([0xff, 0xd8, 0xff, 0xe0]) == .jpeg)
        #expect(try FileKind([0x89] + Array("PNG\r\n".utf8) + [0x1a, 0x0a, 0]) == .png)
        #expect(try FileKind(Array("II*\0".utf8)) == .tiff)
        #expect(try FileKind(Array("MM\0*".utf8)) == .tiff)
        #expect(try FileKind(Array("\r\nxx%PDF-1.4".utf8)) == .pdf)
        for other in ["GIF89a", "PK\u{3}\u{4}", "hello", "II", "MM\0-"] {
            #expect(throws: ScanFault.file(.unknownKind)) { try FileKind(Array(other.utf8)) }
        }
    }

    @Test("a resolution is believed unless it is that of a screen or none; then the sheet is A4")
    func resolutions() {
        #expect(ImageHeader.resolution(stated: 300, width: 2480, height: 3508) == 300)
        for stated in [0, 1, 72, 96, 20_000] {
            #expect(ImageHeader.resolution(stated: stated, width: 1654, height: 2339) == 200)
            #expect(ImageHeader.resolution(stated: stated, width: 2339, height: 1654) == 200)
        }
        #expect(ImageHeader.resolution(stated: 0, width: 1, height: 1) == 1)
    }

    @Test("an orientation is a turn, a flip, or both")
    func orientations() {
        let turns = (1...8).map { Orientation($0).rotation }
        #expect(turns == [nil, nil, 180, 180, 270, 90, 90, 270])
        #expect((1...8).filter { Orientation($0).isMirrored } == [2, 4, 5, 7])
        #expect(Orientation(0) == Orientation(1) && Orientation(9) == Orientation(1))
    }

    @Test("an image may have 200 million pixels and 30,000 a side, and no more")
    func sizes() throws {
        func check(_ width: Int, _ height: Int) throws(ScanFault) {
            try ImageHeader(width: width, height: height, channels: 3, resolution: 200, colourMode: .colour)
                .check(ImportLimits())
        }
        try check(20_000, 10_000)
        try check(30_000, 6_666)
        for (width, height) in [(20_000, 10_001), (30_001, 1), (1, 30_001), (4_294_967_295, 4_294_967_295)] {
            #expect(throws: ScanFault.file(.imageTooLarge(width: width, height: height))) { try check(width, height) }
        }
    }

    @Test("the limits are those of the rules")
    func limits() {
        let limits = ImportLimits()
        #expect(limits.fileBytes == 200 * 1024 * 1024 && limits.pages == 500 && limits.secondsPerPage == 60)
        #expect(limits.memoryBytes == 1024 * 1024 * 1024)
    }

    @Test("of a PDF file, pdfinfo's words are understood")
    func pdfInfo() {
        let info = PDFInfo(
            """
            Title:           Pages: 7
            Encrypted:       no
            Pages:           2
            Page    1 size:  595.276 x 841.89 pts (A4)
            Page    1 rot:   0
            Page    2 size:  14400 x 14400 pts
            """)
        #expect(info.pages == 2 && !info.isEncrypted)
        #expect(info.pixels(of: 1, resolution: 200)! == (1654, 2339))
        #expect(info.pixels(of: 2, resolution: 200)! == (40_000, 40_000))
        #expect(info.pixels(of: 3, resolution: 200) == nil)
        #expect(PDFInfo("Encrypted:       yes (print:yes copy:no change:no)").isEncrypted)
        #expect(PDFInfo("Command Line Error: Incorrect password").isEncrypted)
    }
}
