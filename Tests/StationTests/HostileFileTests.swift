import Dossiers
import FoundationEssentials
import Scanning
import Spool
import Station
import SystemPackage
import TestSupport
import Testing

@Suite("A file that cannot be a page", .timeLimit(.minutes(3)))
struct HostileFileTests {
    @Test(
        "is refused for what it is, and nothing of it is in the dossier",
        arguments: [
            (": > a.jpg", .empty),
            ("echo 'Kính gửi' > a.jpg", .unknownKind),
            ("convert sample.jpg a.gif; mv a.gif a.jpg", .unknownKind),
            ("head -c 100000 sample.jpg > a.jpg", .damaged),
            ("head -c 10 sample.jpg > a.jpg", .damaged),
            ("head -c -2 sample.jpg > a.jpg", .damaged),
            ("jpegtran -progressive sample.jpg | head -c 100000 > a.jpg", .damaged),
            ("cp sample.jpg a.jpg; yes | head -c 4000 | dd of=a.jpg bs=1 seek=200000 conv=notrunc", .damaged),
            ("convert sample.jpg -colorspace CMYK a.jpg", .inks),
            ("convert sample.jpg -colorspace CMYK -compress LZW tiff:a.jpg", .inks),
            ("djpeg sample.jpg | cjpeg -arithmetic > a.jpg", .unusualFormat),
            ("exiftool -q -n -Orientation=5 -o a.jpg sample.jpg", .mirrored),
            ("pgmmake 1 30001 10 | cjpeg > a.jpg", .imageTooLarge(width: 30_001, height: 10)),
            ("\(SamplePNG.blank) 60000 60000 > a.jpg", .imageTooLarge(width: 60_000, height: 60_000)),
            ("\(SamplePNG.blank) 20000 10001 > a.jpg", .imageTooLarge(width: 20_000, height: 10_001)),
            ("convert sample.jpg png:- | head -c 500000 > a.jpg", .damaged),
            ("convert sample.jpg png:- | head -c -12 > a.jpg", .damaged),
            ("convert sample.jpg -compress LZW tiff:b; head -c 500000 b > a.jpg", .damaged),
            (
                "convert sample.jpg -threshold 50% -compress Group4 tiff:a.jpg; yes | head -c 400 | dd of=a.jpg bs=1 seek=9000 conv=notrunc",
                .damaged
            ),
            ("convert -size 8x8 xc:white b.tif; tiffcp $(yes b.tif | head -501) a.jpg", .tooManyPages(limit: 500)),
            ("cp sample.jpg a.jpg; truncate -s 201M a.jpg", .fileTooLarge(limit: 200 << 20)),
            ("cp sample.jpg a.jpg; truncate -s 65M a.jpg", .pageTooLarge),
            ("mkdir a.jpg", .notAFile), ("mkfifo a.jpg", .notAFile), ("ln -s /dev/zero a.jpg", .notAFile),
            ("ln -s nowhere a.jpg", .unreadable("No such file or directory")),
        ] as [(String, ImportFault)])
    func refusals(line: String, fault: ImportFault) async throws {
        try await ImportBench.with { bench in
            try bench.putSample(1, as: "sample.jpg")
            try await bench.make(line)
            let report = try await bench.take("a.jpg")
            #expect(report.fault == fault && report.pages.isEmpty)
            #expect(report.text == fault.text)
            #expect(try await bench.pages().isEmpty)
        }
    }

    @Test("because its last page is damaged leaves none of the others in the dossier")
    func wholeOrNotAtAll() async throws {
        try await ImportBench.with { bench in
            try bench.putSample(1, as: "sample.jpg")
            try await bench.make(
                """
                convert sample.jpg -compress LZW b.tif; tiffcp b.tif b.tif b.tif a.tif
                size=$(stat -c %s a.tif); yes | head -c 3000 | dd of=a.tif bs=1 seek=$((size * 9 / 10)) conv=notrunc
                """)
            #expect(try await bench.take("a.tif").fault == .damaged)
            #expect(try await bench.pages().isEmpty)
            #expect(try await bench.spool.strayPages().count == 1)
        }
    }

    @Test("because it takes too much memory is refused, and one of the same size that does not is taken")
    func memory() async throws {
        try await ImportBench.with { bench in
            try await bench.make(
                "pgmmake 0.5 14000 14000 | cjpeg > plain.jpg; jpegtran -progressive plain.jpg > progressive.jpg")
            var limits = ImportLimits()
            limits.memoryBytes = 400 << 20
            #expect(try await bench.take("progressive.jpg", limits: limits).fault == .tooComplex)
            #expect(try await bench.take("plain.jpg", limits: limits).fault == nil)
        }
    }

    @Test("does not stop the next one given to the command")
    func command() async throws {
        try await ImportBench.with { bench in
            try bench.enrol()
            try bench.putSample(1, as: "good.jpg")
            try await bench.make("head -c 5000 good.jpg > bad.jpg; convert good.jpg good.png")
            let result = try await runTool(
                Programs.agent.string,
                [
                    "import", "--data", bench.spool.directory.string, "--code", ImportBench.code.rawValue, "--json",
                    bench.path("good.jpg").string, bench.path("bad.jpg").string, bench.path("good.png").string,
                ], environment: ["SOHOA_MINIMUM_FREE_MIB": "0"])
            #expect(result.exitCode == 1)
            #expect(try await bench.pages().count == 2)
            let lines = result.output.split(separator: "\n")
            #expect(lines.count == 3)
            #expect(lines[1].contains("\"file_damaged\"") && !result.output.contains("bad.jpg"))
        }
    }

    @Test("by chance, with bytes changed anywhere, ends in a page or in a reason", arguments: [1, 2, 3])
    func chance(seed: UInt64) async throws {
        try await ImportBench.with { bench in
            try await bench.make(
                """
                convert -size 160x120 plasma:fractal -quality 80 a.jpg; convert a.jpg a.png
                convert a.jpg -compress LZW a.tif; convert a.jpg -threshold 50% -compress Group4 b.tif
                convert a.jpg -compress JPEG c.tif; tiff2pdf -z -o a.pdf a.tif
                """)
            var state = seed
            func random(below limit: Int) -> Int {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Int(state >> 33) % limit
            }
            var pages = 0
            for name in ["a.jpg", "a.png", "a.tif", "b.tif", "c.tif", "a.pdf"] {
                let whole = try bench.bytes(name)
                for round in 0..<6 {
                    var bytes = whole
                    for _ in 0...round { bytes[random(below: bytes.count)] = UInt8(random(below: 256)) }
                    try bench.write(bytes, to: "damaged")
                    let report = try await bench.take("damaged")
                    pages += report.pages.count
                    #expect((report.fault == nil) == !report.pages.isEmpty)
                    #expect(try await bench.pages().count == pages, "\(name) with seed \(seed)")
                }
            }
        }
    }
}

/// PNG files that no image program of the distribution makes.
private enum SamplePNG {
    /// A command that writes a black image of any size, whole and right; width and height follow it.
    static let blank = """
        python3 -c '
        import struct, sys, zlib
        width, height = map(int, sys.argv[1:])
        def chunk(name, data):
            sum = struct.pack(">I", zlib.crc32(name + data))
            sys.stdout.buffer.write(struct.pack(">I", len(data)) + name + data + sum)
        sys.stdout.buffer.write(b"\\x89PNG\\r\\n\\x1a\\n")
        chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
        packer, line = zlib.compressobj(1), bytes(1 + (width + 7) // 8)
        chunk(b"IDAT", b"".join(packer.compress(line) for _ in range(height)) + packer.flush())
        chunk(b"IEND", b"")'
        """
}
