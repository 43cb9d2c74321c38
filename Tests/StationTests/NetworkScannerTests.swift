import ContentStore
import Dossiers
import FoundationEssentials
import Scanning
import Station
import SystemPackage
import TestSupport
import Testing

@Suite("A scanner in the network", .timeLimit(.minutes(2)))
struct NetworkScannerTests {
    @Test("is scanned through saned, with the settings and pixels of the device itself")
    func throughSaned() async throws {
        try await withVirtualScanner { scanner in
            try await withSaned(scanner) { address, environment in
                let bench = try ScanBench(scanner)
                let supervisor = ScanSupervisor(
                    lock: scanner.scratch.appending("net.lock"), worker: Programs.agent, environment: environment)
                var settings = ScanSettings(
                    scanner: ScannerSelection(name: "test:0"), source: .feeder, resolution: 60, quality: 100,
                    pageSize: PageSize(width: 70, height: 90), pageLimit: 3,
                    extraOptions: [DriverOption(name: "test-picture", value: "Color pattern")])
                _ = try await bench.scan(settings)
                let near = bench.pages

                settings.scanner = ScannerSelection(name: "net:\(address):test:0")
                var far: [ScannedPage] = []
                let outcome = try await supervisor.scan(
                    ScanJob(settings: settings, store: bench.store.directory.string, previews: scanner.scratch.string),
                    pageSaved: { far.append($0) })
                #expect(outcome == ScanOutcome(pagesSaved: 3, source: .feeder, ending: .pageLimit))
                #expect(far.map(\.page.digest) == near.map(\.page.digest))
                #expect(far.map(\.page.resolution) == [60, 60, 60])
            }
        }
    }

    @Test("that does not answer is told as missing or as lost, with no page")
    func noAnswer() async throws {
        try await withVirtualScanner { scanner in
            let environment = try netConfiguration(scanner, address: "127.9.9.9")
            let supervisor = ScanSupervisor(
                lock: scanner.scratch.appending("net.lock"), worker: Programs.agent, environment: environment)
            let outcome = try await supervisor.scan(
                ScanJob(
                    settings: ScanSettings(scanner: ScannerSelection(name: "net:127.9.9.9:test:0")),
                    store: scanner.scratch.appending("pages").string, previews: scanner.scratch.string),
                pageSaved: { _ in })
            #expect(outcome.pagesSaved == 0)
            let endings: [ScanEnding] = [.fault(.noScanner), .fault(.scanner(.ioError))]
            #expect(endings.contains(outcome.ending), "\(outcome.ending)")
        }
    }
}

/// A SANE configuration that knows the network driver alone.
private func netConfiguration(_ scanner: VirtualScanner, address: String) throws -> [String: String] {
    let folder = scanner.scratch.appending("net")
    try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
    try "net\n".write(toFile: folder.appending("dll.conf").string, atomically: true, encoding: .utf8)
    try "connect_timeout = 5\n\(address)\n".write(
        toFile: folder.appending("net.conf").string, atomically: true, encoding: .utf8)
    return ["SANE_CONFIG_DIR": folder.string]
}

/// Runs `saned` with the devices of `scanner` on a loopback address of its own: its port is fixed.
private func withSaned(
    _ scanner: VirtualScanner, _ body: (_ address: String, _ environment: [String: String]) async throws -> Void
) async throws {
    let address = "127.\(Int.random(in: 1...254)).\(Int.random(in: 0...255)).\(Int.random(in: 1...254))"
    let configuration = try #require(scanner.environment["SANE_CONFIG_DIR"])
    try "127.0.0.0/8\n".write(toFile: "\(configuration)/saned.conf", atomically: true, encoding: .utf8)
    let saned = BackgroundProgram(
        "/usr/sbin/saned", ["--listen", "--stderr", "--bind=\(address)"], environment: scanner.environment)
    try await saned.start()
    let environment = try netConfiguration(scanner, address: address)
    do {
        while !isListening(on: 6566, of: address) { try await Task.sleep(for: .milliseconds(20)) }
        try await body(address, environment)
    } catch {
        await saned.kill()
        throw error
    }
    await saned.kill()
}
