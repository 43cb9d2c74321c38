import ContentStore
import Dossiers
import Exchange
import FoundationEssentials
import Scanning
import Spool
import Station
import SystemPackage
import TestSupport
import Testing

@Suite("An image file that is imported", .timeLimit(.minutes(2)))
struct ImageImportTests {
    @Test(
        "of JPEG is stored byte for byte, whatever its kind and its name",
        arguments: [
            ("cp sample.jpg a.pdf", ColourMode.colour), ("jpegtran -progressive sample.jpg > a.pdf", .colour),
            ("jpegtran -grayscale sample.jpg > a.pdf", .grey),
            ("djpeg sample.jpg | cjpeg -sample 1x1 -rgb > a.pdf", .colour),
            ("(cat sample.jpg; echo trailer) > a.pdf", .colour), ("jpegtran -restart 8B sample.jpg > a.pdf", .colour),
        ])
    func jpeg(line: String, colourMode: ColourMode) async throws {
        try await ImportBench.with { bench in
            try bench.putSample(1, as: "sample.jpg")
            try await bench.make(line)
            let began = Date()
            let report = try await bench.take("a.pdf")
            #expect(report.fault == nil && report.pages.count == 1)
            let (page, bytes) = (try await bench.page(), try bench.bytes("a.pdf"))
            #expect(try bench.spool.pages.read(page.digest) == bytes)
            #expect(page.byteLength == bytes.count && page.digest == ContentDigest(sha256Of: bytes))
            #expect(page.width == 1654 && page.height == 2339 && page.resolution == 200)
            #expect(page.colourMode == colourMode && page.rotation == nil && page.scanner == nil)
            #expect(page.flags == [.imported])
            #expect(page.scannedAt >= began.addingTimeInterval(-1) && page.scannedAt <= Date())
            for size in [PreviewStore.Size.thumbnail, .screen] {
                let small = try await Picture(decoding: #require(bench.spool.previews.read(size, of: page.digest)))
                #expect(max(small.width, small.height) <= (size == .thumbnail ? 256 : 1024))
            }
        }
    }

    @Test(
        "of JPEG stands upright by the orientation that its Exif data give",
        arguments: [(1, nil), (3, 180), (6, 90), (8, 270)] as [(Int, Int?)])
    func orientation(number: Int, rotation: Int?) async throws {
        try await ImportBench.with { bench in
            try bench.putSample(1, as: "a.jpg")
            try await bench.make("exiftool -q -n -overwrite_original -Orientation=\(number) a.jpg")
            #expect(try await bench.take("a.jpg").fault == nil)
            let page = try await bench.page()
            #expect(page.rotation == rotation)
            #expect(page.width == 1654 && page.height == 2339)
            #expect(try bench.spool.pages.read(page.digest) == bench.bytes("a.jpg"))
        }
    }

    @Test(
        "of JPEG has the resolution of its header, of its Exif data, or of an A4 sheet",
        arguments: [
            ("jpegtran -copy none", "-density 300", 300), ("cat", "-density 118.11 -units PixelsPerCentimeter", 300),
            (
                "exiftool -q -n -JFIF:All= -XResolution=240 -ResolutionUnit=2 -o - -", "-density 1x1 -units Undefined",
                240
            ),
            ("cat", "-density 72 -units PixelsPerInch", 100),
        ])
    func resolution(filter: String, density: String, expected: Int) async throws {
        try await ImportBench.with { bench in
            try await bench.make(
                "convert -size 827x1169 gradient: -units PixelsPerInch \(density) b.jpg; \(filter) < b.jpg > a.jpg")
            #expect(try await bench.take("a.jpg").fault == nil)
            #expect(try await bench.page().resolution == expected)
        }
    }

    @Test(
        "of PNG becomes the page that a scanner of the same lines would have given",
        arguments: [
            ("convert sample.ppm -density 200 -units PixelsPerInch a.png", "cp sample.ppm b.pnm"),
            ("convert sample.ppm -density 200 -units PixelsPerInch -interlace PNG a.png", "cp sample.ppm b.pnm"),
            (
                "convert sample.ppm -density 200 -units PixelsPerInch -depth 16 PNG48:a.png", "cp sample.ppm b.pnm"
            ),
            (
                "convert sample.ppm -colorspace Gray -density 200 -units PixelsPerInch a.png; pngtopnm a.png > c.pnm",
                "cp c.pnm b.pnm"
            ),
            ("pnmquant 16 sample.ppm > c.pnm; pnmtopng -quiet -size '7874 7874 1' c.pnm > a.png", "cp c.pnm b.pnm"),
            (
                "convert sample.ppm -threshold 60% c.pbm; pnmtopng -quiet -size '7874 7874 1' c.pbm > a.png",
                "pnmdepth 255 c.pbm > c.pgm; pgmtopgm < c.pgm > b.pnm"
            ),
        ])
    func png(line: String, reference: String) async throws {
        try await ImportBench.with { bench in
            try bench.putSample(2, as: "sample.jpg")
            try await bench.make("djpeg sample.jpg | pnmcut 100 100 600 500 > sample.ppm; \(line); \(reference)")
            #expect(try await bench.take("a.png").fault == nil)
            let page = try await bench.page()
            #expect(page.width == 600 && page.height == 500 && page.resolution == 200)
            try await bench.make("cjpeg -quality 80 b.pnm > b.jpg")
            #expect(try await bench.picture(of: page) == Picture(decoding: bench.path("b.jpg")))
        }
    }

    @Test("of PNG that can be seen through lies on white paper")
    func transparency() async throws {
        try await ImportBench.with { bench in
            for kind in ["PNG32", "PNG64"] {
                try await bench.make(
                    "convert -size 64x64 xc:'rgba(0,0,0,0)' -fill 'rgba(255,0,0,0.5)' -draw 'rectangle 0,32 63,63' \(kind):a.png"
                )
                #expect(try await bench.take("a.png").fault == nil)
                let page = try #require(try await bench.pages().last)
                let picture = try await bench.picture(of: page)
                #expect(picture.samples[..<(64 * 3)].allSatisfy { $0 > 250 })
                let red = Array(picture.samples.suffix(3))
                #expect(red[0] > 250 && abs(Int(red[1]) - 127) < 6 && abs(Int(red[2]) - 127) < 6)
            }
        }
    }

    @Test("of TIFF becomes as many pages as it has, each with its own colours and resolution")
    func tiff() async throws {
        try await ImportBench.with { bench in
            try bench.putSample(1, as: "sample.jpg")
            try await bench.make(
                """
                djpeg sample.jpg | pnmcut 100 100 600 500 > sample.ppm
                convert sample.ppm -threshold 60% -density 204 -units PixelsPerInch -compress Group4 g4.tif
                convert sample.ppm -density 78.74 -units PixelsPerCentimeter -compress LZW lzw.tif
                convert sample.ppm -colorspace Gray -density 150 -units PixelsPerInch -compress Zip grey.tif
                tiffcp -t -c lzw lzw.tif tiled.tif
                convert sample.ppm -density 200 -units PixelsPerInch -quality 90 -compress JPEG jpeg.tif
                tiffcp g4.tif lzw.tif grey.tif tiled.tif jpeg.tif a.tif
                convert g4.tif -depth 8 -colorspace Gray g4.pgm; convert grey.tif grey.pgm
                """)
            #expect(try await bench.take("a.tif").pages.count == 5)
            let pages = try await bench.pages()
            #expect(pages.map(\.colourMode) == [.bilevel, .colour, .grey, .colour, .colour])
            #expect(pages.map(\.resolution) == [204, 200, 150, 200, 200])
            #expect(pages.allSatisfy { $0.width == 600 && $0.height == 500 && $0.flags.contains(.imported) })
            for (page, source) in zip(pages, ["g4.pgm", "sample.ppm", "grey.pgm", "sample.ppm"]) {
                try await bench.make("cjpeg -quality 80 \(source) > b.jpg")
                #expect(try await bench.picture(of: page) == Picture(decoding: bench.path("b.jpg")), "\(source)")
            }
            #expect(pages[1].digest == pages[3].digest)
            let jpeg = try await bench.picture(of: pages[4])
            let original = try await Picture(decoding: bench.path("b.jpg"))
            let differences = zip(jpeg.samples, original.samples).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
            #expect(differences / jpeg.samples.count < 8)
        }
    }

    @Test("of TIFF stands upright by its own orientation, and its small and mask images are no pages")
    func tiffDirectories() async throws {
        try await ImportBench.with { bench in
            try bench.putSample(1, as: "sample.jpg")
            try await bench.make(
                """
                convert sample.jpg -compress LZW a.tif; convert sample.jpg -resize 10% -compress LZW small.tif
                tiffset -s 274 6 a.tif; tiffset -s 254 1 small.tif; tiffcp small.tif a.tif small.tif b.tif
                """)
            #expect(try await bench.take("b.tif").pages.count == 1)
            #expect(try await bench.page().rotation == 90)
        }
    }

    @Test("goes where it is wanted, the first page in the place and the others behind it")
    func placements() async throws {
        try await ImportBench.with { bench in
            for number in 0..<3 { try bench.putSample(number, as: "\(number).jpg") }
            try await bench.make("convert 1.jpg 2.jpg -compress LZW two.tif")
            let first = try await bench.take("0.jpg").pages[0]
            _ = try await bench.take("1.jpg")
            #expect(try await bench.take("two.tif", at: PagePlacements(.after(page: first.id))).pages.count == 2)
            let modes = try await bench.pages().map(\.byteLength)
            let single = [try bench.bytes("0.jpg").count, try bench.bytes("1.jpg").count]
            #expect(modes.count == 4 && modes.first == single[0] && modes.last == single[1])
        }
    }

    @Test("looks blank when it is")
    func blank() async throws {
        try await ImportBench.with { bench in
            try bench.putSample(7, as: "blank.jpg")
            try await bench.make("convert blank.jpg blank.png")
            _ = try await bench.take("blank.jpg")
            _ = try await bench.take("blank.png")
            #expect(try await bench.pages().allSatisfy { $0.flags == [.blankSuspected, .imported] })
        }
    }
}
