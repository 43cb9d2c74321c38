import Dossiers
import FoundationEssentials
import Glibc
import Scanning
import Spool
import Station
import SystemPackage
import TestSupport
import Testing

@Suite("The watched folder", .timeLimit(.minutes(2)))
struct WatchedFolderTests {
    private static let quiet = Duration.milliseconds(300)

    /// Gives `body` a watched folder that is being watched.
    private func withFolder(
        keeping: Duration = .seconds(3600), _ body: (ImportBench, WatchedFolder) async throws -> Void
    ) async throws {
        try await ImportBench.with { bench in
            let folder = WatchedFolder(
                bench.folder, spool: bench.spool, importer: bench.importer(), keeping: keeping, quiet: Self.quiet,
                pace: .milliseconds(50))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await folder.run { _ in } }
                defer { group.cancelAll() }
                try await body(bench, folder)
            }
        }
    }

    /// Waits until the inbox has files of these names, in any order.
    private func wait(for names: Set<String>, in folder: WatchedFolder) async throws -> [InboxFile] {
        while true {
            let inbox = await folder.inbox
            if Set(inbox.map(\.name)) == names { return inbox }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// The names in a folder below the watched one.
    private func names(_ bench: ImportBench, _ place: String) -> Set<String> {
        Set((try? FileManager.default.contentsOfDirectory(atPath: bench.path(place).string)) ?? [])
    }

    @Test("does not import a file again that the program could not put away before it ended")
    func cutOffBeforePuttingAway() async throws {
        try await withFolder { bench, folder in
            let name = "\(ImportBench.code.rawValue).jpg"
            try bench.putSample(1, as: name)
            while !names(bench, "done").contains(name) { try await Task.sleep(for: .milliseconds(20)) }
            #expect(try await bench.pages().count == 1)
            // As the program would find it: where it was, as it was when its pages came in.
            let moved = bench.path("done/\(name)").string
            let restarted = WatchedFolder(
                bench.folder, spool: bench.spool, importer: bench.importer(), keeping: .seconds(3600),
                quiet: Self.quiet,
                pace: .milliseconds(50))
            let marks = try await runTool(
                "sqlite3", [bench.spool.directory.appending("spool.sqlite").string, "SELECT mark FROM importedFile"])
            let mark = marks.output.split(separator: "\n")[0].split(separator: "-")
            let time = try #require(Int(mark[1], radix: 16))
            var times = [timespec(), timespec(tv_sec: time / 1_000_000_000, tv_nsec: time % 1_000_000_000)]
            #expect(unsafe utimensat(AT_FDCWD, moved, &times, 0) == 0)
            try FileManager.default.moveItem(atPath: moved, toPath: bench.path(name).string)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await restarted.run { _ in } }
                defer { group.cancelAll() }
                while !names(bench, "done").contains(name) { try await Task.sleep(for: .milliseconds(20)) }
            }
            #expect(try await bench.pages().count == 1)
        }
    }

    @Test("lists a file once it is whole, imports it when asked, and puts it away")
    func importing() async throws {
        try await withFolder { bench, folder in
            try bench.putSample(1, as: "Nguyễn Văn A.jpg")
            let file = try await wait(for: ["Nguyễn Văn A.jpg"], in: folder)[0]
            #expect(file.byteLength == (try bench.bytes("Nguyễn Văn A.jpg")).count)
            #expect(abs(file.arrivedAt.timeIntervalSinceNow) < 60)
            #expect(!file.id.contains("Nguy"))
            let report = try await folder.importFile(file.id, into: ImportBench.code, by: "minh.nv")
            #expect(report.pages.count == 1)
            #expect(try await bench.pages().count == 1)
            #expect(names(bench, "done") == ["Nguyễn Văn A.jpg"] && names(bench, ".") == ["done", "refused"])
            #expect(await folder.inbox.isEmpty)
            await #expect(throws: WatchedFolderError.gone) {
                _ = try await folder.importFile(file.id, into: ImportBench.code)
            }
        }
    }

    @Test("puts a file that is refused away, and keeps one for which it is not its own fault")
    func refusing() async throws {
        try await withFolder { bench, folder in
            try bench.write([1, 2, 3], to: "a.jpg")
            try bench.putSample(1, as: "b.jpg")
            let files = try await wait(for: ["a.jpg", "b.jpg"], in: folder)
            let bad = try #require(files.first { $0.name == "a.jpg" })
            let good = try #require(files.first { $0.name == "b.jpg" })
            #expect(try await folder.importFile(bad.id, into: ImportBench.code).fault == .unknownKind)
            #expect(names(bench, "refused") == ["a.jpg"])
            do {
                let lock = try ScanLock(DossierScanner.lock(of: bench.spool))
                await #expect(throws: ScanError.alreadyRunning) {
                    _ = try await folder.importFile(good.id, into: ImportBench.code)
                }
                withExtendedLifetime(lock) {}
            }
            #expect(await folder.inbox.map(\.name) == ["b.jpg"])
            try await folder.refuse(good.id)
            #expect(names(bench, "refused") == ["a.jpg", "b.jpg"])
            #expect(try await bench.pages().isEmpty)
        }
    }

    @Test("waits for a file that grows slowly, and takes it whole")
    func growing() async throws {
        try await withFolder { bench, folder in
            try bench.putSample(1, as: "sample")
            let bytes = try bench.bytes("sample")
            try FileManager.default.removeItem(atPath: bench.path("sample").string)
            for part in 1...6 {
                try bench.write(Array(bytes[..<(bytes.count * part / 6)]), to: "a.jpg")
                try await Task.sleep(for: .milliseconds(150))
                #expect(await folder.inbox.isEmpty)
            }
            let file = try await wait(for: ["a.jpg"], in: folder)[0]
            #expect(try await folder.importFile(file.id, into: ImportBench.code).pages.count == 1)
        }
    }

    @Test("waits as long as a program has the file open for writing, however still it is")
    func openWriter() async throws {
        try await withFolder { bench, folder in
            try bench.putSample(1, as: "sample")
            let writer = BackgroundProgram(
                "/bin/sh",
                [
                    "-c", "exec 3>>\"$0\"; head -c 100000 \"$1\" >&3; echo open; exec sleep 60",
                    bench.path("a.jpg").string, bench.path("sample").string,
                ])
            try await writer.start()
            _ = try await writer.line { $0 == "open" }
            try await Task.sleep(for: Self.quiet * 3)
            #expect(try await wait(for: ["sample"], in: folder).count == 1)
            await writer.kill()
            _ = try await wait(for: ["sample", "a.jpg"], in: folder)
        }
    }

    @Test("gives a file that is named after an open dossier to it by itself, several in their order")
    func byName() async throws {
        try await withFolder { bench, folder in
            let code = ImportBench.code.rawValue
            // Together: one that came alone would go in before the others are there.
            for number in 1...3 { try bench.putSample(number, as: "\(number).part") }
            try await bench.make("mv 1.part '\(code)-10.jpg'; mv 2.part '\(code)-2.jpg'; mv 3.part '\(code).jpg'")
            try bench.putSample(4, as: "H51-210615-0009.jpg")
            try bench.putSample(5, as: "\(code)-x.jpg")
            while try await bench.pages().count < 3 { try await Task.sleep(for: .milliseconds(20)) }
            let sizes = try [3, 2, 1].map { try Data(contentsOf: URL(filePath: SamplePages.files()[$0].string)).count }
            #expect(try await bench.pages().map(\.byteLength) == sizes)
            _ = try await wait(for: ["H51-210615-0009.jpg", "\(code)-x.jpg"], in: folder)
            #expect(names(bench, "done") == ["\(code).jpg", "\(code)-2.jpg", "\(code)-10.jpg"])
        }
    }

    @Test("has no eye for what is no file for it: links, folders, hidden and unfinished files")
    func others() async throws {
        try await withFolder { bench, folder in
            try bench.putSample(1, as: "a.jpg")
            try await bench.make(
                "ln -s a.jpg b.jpg; mkdir c.jpg; cp a.jpg .d.jpg; cp a.jpg e.jpg.part; cp a.jpg Thumbs.db; mkfifo f.jpg"
            )
            #expect(try await wait(for: ["a.jpg"], in: folder).count == 1)
            try await Task.sleep(for: Self.quiet * 2)
            #expect(await folder.inbox.map(\.name) == ["a.jpg"])
        }
    }

    @Test("does not take a file that was replaced since it was listed")
    func replaced() async throws {
        try await withFolder { bench, folder in
            try bench.putSample(1, as: "a.jpg")
            let file = try await wait(for: ["a.jpg"], in: folder)[0]
            try bench.putSample(2, as: "b.part")
            try await bench.make("mv b.part a.jpg")
            await #expect(throws: WatchedFolderError.gone) {
                _ = try await folder.importFile(file.id, into: ImportBench.code)
            }
        }
    }

    @Test("keeps files of one name apart when they are put away, and deletes imported ones after their time")
    func shelf() async throws {
        try await ImportBench.with { bench in
            func open(keeping: Duration) -> WatchedFolder {
                WatchedFolder(
                    bench.folder, spool: bench.spool, importer: bench.importer(), keeping: keeping, quiet: .zero,
                    pace: .milliseconds(20))
            }
            for number in 1...2 {
                let folder = open(keeping: .seconds(3600))
                try bench.putSample(number, as: "a.jpg")
                let watch = Task { await folder.run { _ in } }
                let file = try await wait(for: ["a.jpg"], in: folder)[0]
                _ = try await folder.importFile(file.id, into: ImportBench.code)
                watch.cancel()
                #expect(names(bench, "done").count == number)
            }
            try await Task.sleep(for: .milliseconds(2100))
            let watch = Task { await open(keeping: .seconds(1)).run { _ in } }
            while !names(bench, "done").isEmpty { try await Task.sleep(for: .milliseconds(20)) }
            watch.cancel()
            #expect(try await bench.pages().count == 2)
        }
    }

    @Test("is nothing but empty while it is not there")
    func missing() async throws {
        try await withFolder { bench, folder in
            try FileManager.default.removeItem(atPath: bench.folder.string)
            try await Task.sleep(for: .milliseconds(200))
            #expect(await folder.inbox.isEmpty)
            try FileManager.default.createDirectory(atPath: bench.folder.string, withIntermediateDirectories: true)
            try bench.putSample(1, as: "a.jpg")
            _ = try await wait(for: ["a.jpg"], in: folder)
        }
    }

    @Test("is looked after by the daemon, which logs no names")
    func daemon() async throws {
        try await ImportBench.with { bench in
            try bench.enrol()
            let daemon = BackgroundProgram(
                Programs.agent, ["run", "--data", bench.spool.directory.string],
                environment: ["SOHOA_WATCH_FOLDER": bench.folder.string, "SOHOA_MINIMUM_FREE_MIB": "0"])
            try await daemon.start()
            try bench.putSample(1, as: "\(ImportBench.code).jpg")
            while try await bench.pages().isEmpty { try await Task.sleep(for: .milliseconds(50)) }
            while names(bench, "done").isEmpty { try await Task.sleep(for: .milliseconds(50)) }
            #expect(await daemon.stop() == 0)
        }
    }
}
