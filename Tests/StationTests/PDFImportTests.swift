import Dossiers
import FoundationEssentials
import Glibc
import Scanning
import Station
import SystemPackage
import TestSupport
import Testing

@Suite("A PDF file that is imported", .timeLimit(.minutes(3)))
struct PDFImportTests {
    @Test("becomes its pages at 200 dpi, upright and as a reader shows them")
    func pages() async throws {
        try await ImportBench.with { bench in
            let drawing = "0 0 0 rg 50 700 200 60 re f BT /F 40 Tf 50 400 Td (Ho so 57/2021) Tj ET"
            let fonts = "<< /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
            try bench.write(SamplePDF.page(resources: fonts, content: Array(drawing.utf8)), to: "one.pdf")
            try await bench.make(
                """
                qpdf one.pdf --rotate=+90:1 turned.pdf; pdfunite one.pdf turned.pdf a.pdf
                pdftoppm -r 200 -f 1 -l 1 a.pdf page; cjpeg -quality 80 page-1.ppm > page.jpg
                """)
            #expect(try await bench.take("a.pdf").pages.count == 2)
            let pages = try await bench.pages()
            #expect(pages.map(\.width) == [1653, 2339] && pages.map(\.height) == [2339, 1653])
            #expect(pages.allSatisfy { $0.resolution == 200 && $0.flags == [.imported] && $0.scanner == nil })
            #expect(try await bench.picture(of: pages[0]) == Picture(decoding: bench.path("page.jpg")))
        }
    }

    @Test("of a copier, an image in a wrapper, shows the image")
    func copier() async throws {
        try await ImportBench.with { bench in
            try bench.putSample(2, as: "sample.jpg")
            try await bench.make(
                """
                djpeg sample.jpg | pnmcut 100 100 600 500 | cjpeg > small.jpg
                convert small.jpg -density 200 -units PixelsPerInch -compress LZW a.tif; tiff2pdf -z -o a.pdf a.tif
                """)
            #expect(try await bench.take("a.pdf").pages.count == 1)
            let (page, original) = (try await bench.page(), try await Picture(decoding: bench.path("small.jpg")))
            let picture = try await bench.picture(of: page)
            try #require(picture.samples.count == original.samples.count)
            let differences = zip(picture.samples, original.samples).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
            #expect(differences / picture.samples.count < 8)
        }
    }

    @Test("under a password or with restrictions is refused", arguments: ["user owner", "'' owner"])
    func encrypted(passwords: String) async throws {
        try await ImportBench.with { bench in
            try bench.write(SamplePDF.page(content: []), to: "one.pdf")
            try await bench.make("qpdf --encrypt \(passwords) 256 -- one.pdf a.pdf")
            #expect(try await bench.take("a.pdf").fault == .encrypted)
        }
    }

    @Test("with more than 500 pages is refused")
    func tooMany() async throws {
        try await ImportBench.with { bench in
            try bench.write(SamplePDF.page(content: []), to: "one.pdf")
            try await bench.make("qpdf --empty --pages $(yes one.pdf | head -501) -- a.pdf")
            #expect(try await bench.take("a.pdf").fault == .tooManyPages(limit: 500))
        }
    }

    @Test("says what to install where nothing reads PDF")
    func notInstalled() async throws {
        try await ImportBench.with { bench in
            try bench.write(SamplePDF.page(content: []), to: "a.pdf")
            let importer = bench.importer(environment: ["PATH": "/nonexistent"])
            let report = try await importer.importFile(at: bench.path("a.pdf"), into: ImportBench.code)
            #expect(report.fault == .noPDFProgram)
            #expect(report.text.vietnamese.contains("poppler-utils"))
        }
    }

    @Test("with a page as large as a field is refused before it is drawn")
    func hugePage() async throws {
        try await ImportBench.with { bench in
            try bench.write(SamplePDF.page(width: 14_400, height: 14_400, content: []), to: "a.pdf")
            #expect(try await bench.take("a.pdf").fault == .imageTooLarge(width: 40_000, height: 40_000))
        }
    }

    @Test("cut short anywhere is refused, not mended", arguments: [20, 50, 99])
    func cutShort(percent: Int) async throws {
        try await ImportBench.with { bench in
            let whole = SamplePDF.page(content: Array(repeating: UInt8(ascii: " "), count: 5000))
            try bench.write(Array(whole[..<(whole.count * percent / 100)]), to: "a.pdf")
            #expect(try await bench.take("a.pdf").fault == .damaged)
        }
    }

    @Test("that draws for ever is ended when its time is up, as is one that unfolds without end")
    func bombs() async throws {
        try await ImportBench.with { bench in
            var limits = ImportLimits()
            limits.secondsPerPage = 1
            try bench.write(SamplePDF.nested(levels: 14), to: "nested.pdf")
            #expect(try await bench.take("nested.pdf", limits: limits).fault == .tooComplex)
            try await bench.make("head -c 800000000 /dev/zero | tr '\\0' ' ' | zlib-flate -compress > spaces")
            try bench.write(
                SamplePDF.page(content: bench.bytes("spaces"), filter: "/Filter /FlateDecode"), to: "flate.pdf")
            #expect(try await bench.take("flate.pdf", limits: limits).fault == .tooComplex)
            #expect(try await bench.pages().isEmpty)
        }
    }

    @Test("is drawn in a cage: without network, new privileges, a core, or the file's name in the list of processes")
    func cage() async throws {
        try await ImportBench.with { bench in
            try bench.write(SamplePDF.nested(levels: 14), to: "nguyen-van-a.pdf")
            let stop = ScanStop()
            async let report = bench.importer().importFile(
                at: bench.path("nguyen-van-a.pdf"), into: ImportBench.code, stop: stop)
            let (worker, drawer) = (try await Self.process("import-worker"), try await Self.process("pdftoppm"))
            for process in [worker, drawer] {
                let status = try Self.text("/proc/\(process)/status")
                #expect(status.contains("NoNewPrivs:\t1") && status.contains("Seccomp:\t2"))
                #expect(status.contains("Threads:\t1\n"))
                let limits = try Self.text("/proc/\(process)/limits").split(separator: "\n")
                func limit(_ name: String) -> [Substring] {
                    limits.first { $0.hasPrefix(name) }?.dropFirst(name.count).split(separator: " ") ?? []
                }
                #expect(limit("Max address space").prefix(2) == ["1073741824", "1073741824"])
                #expect(limit("Max core file size").prefix(2) == ["0", "0"])
                #expect(Int(limit("Max cpu time").first ?? "") ?? .max <= 120)
                #expect(!(try Self.text("/proc/\(process)/cmdline").contains("nguyen")))
            }
            stop.request()
            #expect(try await report.fault == .cancelled)
            // A program that is being ended stays in the list for a moment.
            while kill(drawer, 0) == 0 { try await Task.sleep(for: .milliseconds(20)) }
        }
    }

    private static func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }

    /// The process that has `word` in its command line, once it is there and in its cage.
    private static func process(_ word: String) async throws -> pid_t {
        while true {
            for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") {
                guard let id = pid_t(name), let line = try? text("/proc/\(id)/cmdline"), line.contains(word),
                    let status = try? text("/proc/\(id)/status"), status.contains("Seccomp:\t2")
                else { continue }
                return id
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
