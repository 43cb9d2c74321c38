import FoundationEssentials
import SystemPackage
import TestSupport
import Testing

/// How the backend is found, described and configured.
@Suite struct DiscoveryTests {
    @Test func `scanimage lists every feeder of the configuration`() async throws {
        try await withVirtualScanner(pages: .shades([1])) { scanner in
            let second = try scanner.addingDevice(named: "counter", pages: .shades([2]))
            let list = try await runTool("scanimage", ["-L"], environment: scanner.environment)
            #expect(list.output.contains("device `sohoafeeder:desk' is a Sohoa Virtual feeder virtual device"))
            #expect(list.output.contains("device `\(second.device)' is a Sohoa Virtual feeder virtual device"))
            #expect(list.output.contains("device `test:0'"))
        }
    }

    @Test func `Each feeder has a stack of its own`() async throws {
        try await withVirtualScanner(pages: .shades([10, 20])) { scanner in
            let second = try scanner.addingDevice(named: "counter", pages: .shades([30, 40, 50]))
            #expect(try await scanner.batch().shades == [10, 20])
            #expect(second.fed() == 0)
            #expect(try await second.batch().shades == [30, 40, 50])
        }
    }

    @Test func `The page sensor tells whether a sheet is left`() async throws {
        try await withVirtualScanner(pages: .shades([10])) { scanner in
            #expect(try await scanner.scanimage(["-A"]).output.contains("--page-loaded[=(yes|no)] [yes]"))
            _ = try await scanner.batch()
            #expect(try await scanner.scanimage(["-A"]).output.contains("--page-loaded[=(yes|no)] [no]"))
        }
    }

    @Test func `The flatbed page can only be chosen on the flatbed`() async throws {
        try await withVirtualScanner(pages: .shades([10])) { scanner in
            let onGlass = try await scanner.scanimage(["-A"] + VirtualScanner.flatbed)
            #expect(onGlass.output.contains("--flatbed-page 1..2147483647 (in steps of 1) [1]"))
            let fed = try await scanner.scanimage(["-A"] + VirtualScanner.feeder)
            #expect(fed.output.contains("--flatbed-page 1..2147483647 (in steps of 1) [inactive]"))
        }
    }

    @Test func `A line with a mistake is named and leaves the other devices`() async throws {
        try await withVirtualScanner(pages: .shades([10]), settings: ["colour=red"]) { scanner in
            let good = try scanner.addingDevice(named: "counter", pages: .shades([20]))
            let list = try await runTool("scanimage", ["-L"], environment: scanner.environment)
            #expect(list.errors.contains("sohoafeeder.conf:1: 'colour' with the value 'red' is no setting"))
            #expect(!list.output.contains("sohoafeeder:desk"))
            #expect(try await good.batch().shades == [20])
        }
    }

    @Test func `A fault that is misspelt is named and refused`() async throws {
        try await withVirtualScanner(pages: .shades([10]), faults: ["jam@2", "jma@3"]) { scanner in
            let scans = try await scanner.batch()
            #expect(scans.result.exitCode == 1)
            #expect(scans.result.errors.contains("desk.faults: 'jma@3' is no fault"))
            #expect(scans.result.errors.contains("Invalid argument"))
        }
    }

    @Test func `A folder that is missing is named`() async throws {
        try await withVirtualScanner(pages: .shades([10])) { scanner in
            try FileManager.default.removeItem(atPath: scanner.pages.string)
            let result = try await scanner.scanimage(["-n"])
            #expect(result.exitCode == 1)
            #expect(result.errors.contains("desk.pages: the folder of pages cannot be read: No such file or directory"))
        }
    }

    @Test func `The library exports the entry points alone and needs no Swift`() async throws {
        let library = try VirtualScanner.library().string
        let symbols = try await runTool("nm", ["-D", "--defined-only", "--format=posix", library])
        let names = symbols.output.split(separator: "\n").compactMap { $0.split(separator: " ").first }
        // The linker adds the bounds of its sections, with underscores in front.
        let exported = names.filter { !$0.hasPrefix("_") }.map { $0.replacing("sane_sohoafeeder_", with: "") }
        #expect(
            exported.sorted() == [
                "cancel", "close", "control_option", "exit", "get_devices", "get_option_descriptor", "get_parameters",
                "get_select_fd", "init", "open", "read", "set_io_mode", "start",
            ])
        let needed = try await runTool("readelf", ["-d", library])
        #expect(needed.output.contains("libjpeg"))
        #expect(!needed.output.contains("[libswift"))
    }
}
