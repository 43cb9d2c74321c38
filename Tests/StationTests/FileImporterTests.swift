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

@Suite("An import", .timeLimit(.minutes(2)))
struct FileImporterTests {
    @Test("is refused while a scan holds the spool, and into a dossier that is not open")
    func refused() async throws {
        try await ImportBench.with { bench in
            try bench.putSample(1, as: "a.jpg")
            do {
                let lock = try ScanLock(DossierScanner.lock(of: bench.spool))
                await #expect(throws: ScanError.alreadyRunning) { try await bench.take("a.jpg") }
                withExtendedLifetime(lock) {}
            }
            let other = DossierCode(rawValue: "H51-210615-0002")!
            await #expect(throws: SpoolError.self) {
                _ = try await bench.importer().importFile(at: bench.path("a.jpg"), into: other)
            }
        }
    }

    @Test("stops when the user asks, and leaves nothing of the file in the dossier")
    func stop() async throws {
        try await ImportBench.with { bench in
            try bench.putSample(1, as: "sample.jpg")
            try await bench.make(
                "convert sample.jpg -resize 30% -compress LZW b.tif; tiffcp $(yes b.tif | head -40) a.tif")
            let stop = ScanStop()
            let report = try await bench.importer().importFile(
                at: bench.path("a.tif"), into: ImportBench.code, stop: stop
            ) { if case .scanning(page: 3, _) = $0 { stop.request() } }
            #expect(report.fault == .cancelled)
            #expect(try await bench.pages().isEmpty)
        }
    }

    @Test("of a worker that dies says so, and the next one is not concerned")
    func death() async throws {
        try await ImportBench.with { bench in
            try bench.putSample(1, as: "a.jpg")
            let mortal = FileImporter(spool: bench.spool, worker: "/bin/false")
            guard case .failed? = try await mortal.importFile(at: bench.path("a.jpg"), into: ImportBench.code).fault
            else {
                Issue.record("a worker that died is no page")
                return
            }
            #expect(try await bench.take("a.jpg").pages.count == 1)
        }
    }

    @Test("leaves a sheet half scanned as it is")
    func halfSheet() async throws {
        try await ImportBench.with { bench in
            for number in 0..<2 { try bench.putSample(number, as: "\(number).jpg") }
            _ = try await bench.take("0.jpg")
            var page = try await bench.page()
            page.flags = []
            try await bench.spool.addPage(page, to: ImportBench.code, startsSheet: true, awaitsBack: true)
            _ = try await bench.take("1.jpg")
            #expect(try await bench.pages().count == 3)
            #expect(try await bench.spool.dossier(ImportBench.code)?.isWithinSheet == true)
        }
    }
}

@Suite("The small images of a page", .timeLimit(.minutes(1)))
struct PreviewRendererTests {
    @Test("are made again when they are lost, many at a time, from scans and from files")
    func again() async throws {
        try await ImportBench.with { bench in
            for number in 0..<6 {
                try bench.putSample(number, as: "\(number).jpg")
                _ = try await bench.take("\(number).jpg")
            }
            let pages = try await bench.pages().map(\.digest)
            let before = pages.map { bench.spool.previews.read(.screen, of: $0) }
            for page in pages { bench.spool.previews.delete(page) }
            let renderer = PreviewRenderer(spool: bench.spool, worker: Programs.agent)
            let images = await withTaskGroup(of: (Int, [UInt8]?, [UInt8]?).self) { group in
                for (index, page) in pages.enumerated() {
                    group.addTask {
                        (index, await renderer.image(.screen, of: page), await renderer.image(.thumbnail, of: page))
                    }
                }
                return await group.reduce(into: [Int: ([UInt8]?, [UInt8]?)]()) { $0[$1.0] = ($1.1, $1.2) }
            }
            for (index, image) in before.enumerated() {
                #expect(images[index]?.0 == image && images[index]?.1 != nil)
            }
        }
    }

    @Test("are not there for a page that is not, or that is no image")
    func nothing() async throws {
        try await ImportBench.with { bench in
            let renderer = PreviewRenderer(spool: bench.spool, worker: Programs.agent)
            #expect(await renderer.image(.thumbnail, of: ContentDigest(sha256Of: [1, 2, 3])) == nil)
            let noImage = try bench.spool.pages.put(Array("no image".utf8))
            #expect(await renderer.image(.thumbnail, of: noImage) == nil)
        }
    }
}
