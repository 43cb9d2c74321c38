import ContentStore
import Diagnosing
import FoundationEssentials
import Glibc
import Scanning
import Spool
import SystemPackage
import TestSupport
import Testing

@Suite("doctor, of this PC", .timeLimit(.minutes(2)))
struct MachineTests {
    @Test("says which scanner the service may not open, and that a mended one can be")
    func rights() async throws {
        try await withMachine { bench in
            #expect(await bench.finds("scanner_rights").keys.sorted() == ["scanner_not_usb"])
            let node = try bench.plugIn(mode: 0o660)
            let forbidden = try #require(await bench.finds("scanner_rights")["scanner_forbidden"])
            #expect(forbidden.severity == .error)
            #expect(forbidden.fix?.vietnamese.contains("adduser sohoa-agent scanner") == true)
            #expect(forbidden.text.english.contains(node.string))
            bench.account = Account(name: "sohoa", user: 64_001, groups: [64_001, getegid()])
            #expect(await bench.finds("scanner_rights").keys.sorted() == ["scanner_rights"])
            try FileManager.default.removeItem(atPath: node.string)
            #expect(await bench.finds("scanner_rights").keys.sorted() == ["scanner_no_node"])
        }
    }

    @Test("says that a scanner is put to sleep, unless its delay forbids it")
    func powerSaving() async throws {
        try await withMachine { bench in
            try bench.plugIn(mode: 0o666, power: "auto")
            let found = try #require(await bench.finds("power_saving")["power_saving_on"])
            #expect(found.severity == .warning)
            #expect(found.fix?.english.contains("power/control") == true)
            try bench.plugIn(mode: 0o666, power: "auto", delay: -1)
            #expect(await bench.finds("power_saving").keys.sorted() == ["power_saving"])
            try bench.plugIn(mode: 0o666, power: "on")
            #expect(await bench.finds("power_saving").keys.sorted() == ["power_saving"])
        }
    }

    @Test("names the program that holds the scanner, and that colord or saned may")
    func holder() async throws {
        try await withMachine { bench in
            let node = try bench.plugIn(mode: 0o666)
            let file = try FileDescriptor.open(node, .readOnly)
            let held = try #require(await bench.finds("scanner_holder")["scanner_held"])
            #expect(held.severity == .error)
            #expect(held.text.english.contains("(\(getpid()))"), "\(held.text.english)")
            try file.close()
            #expect(await bench.finds("scanner_holder")["scanner_held"] == nil)

            let colord = bench.root.appending("colord-sane")
            try FileManager.default.copyItem(atPath: "/bin/sleep", toPath: colord.string)
            let machine = bench
            _ = try await runTool(colord.string, ["60"]) { tool in
                try await Task.sleep(for: .milliseconds(300))
                let taker = await machine.finds("scanner_holder")["scanner_taker"]
                #expect(taker?.severity == .warning)
                #expect(taker?.fix?.vietnamese.contains("systemctl mask --now colord") == true)
                tool.kill()
            }
        }
    }

    @Test("says that no driver is switched on, and that the scanner is given away to others")
    func drivers() async throws {
        try await withMachine { bench in
            #expect(await bench.finds("scanner_drivers").keys.sorted() == ["scanner_drivers"])
            try bench.write("etc/sane.d/saned.conf", "data_portrange = 10000 - 10100\nlocalhost\n192.168.1.0/24\n")
            #expect(await bench.finds("scanner_drivers").keys.sorted() == ["scanner_shared"])
            try bench.write("etc/sane.d/dll.conf", "# genesys\n")
            #expect(await bench.finds("scanner_drivers").keys.sorted() == ["scanner_no_drivers"])
            try bench.write("etc/sane.d/dll.d/hplip", "hpaio\n")
            #expect(await bench.finds("scanner_drivers")["scanner_no_drivers"] == nil)
        }
    }

    @Test("says that no scanner is found, or another than the one that is set")
    func scanner() async throws {
        try await withMachine { bench in
            #expect(await bench.finds("scanner")["scanner_none"]?.severity == .error)
            bench.scanners = [ScannerIdentity(name: "genesys:1", vendor: "Mẫu", model: "S", type: "flatbed scanner")]
            #expect(await bench.finds("scanner").keys.sorted() == ["scanner"])
            bench.scanner = "genesys:9"
            #expect(await bench.finds("scanner")["scanner_other"]?.severity == .warning)
        }
    }

    @Test("names the program that has taken the officer's port; the station's own service is no stranger")
    func port() async throws {
        try await withMachine { bench in
            let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            defer { close(socket) }
            try FileManager.default.createDirectory(atPath: bench.data.string, withIntermediateDirectories: true)
            bench.port = try Self.listen(socket)
            let taken = try #require(await bench.finds("port")["port_taken"])
            #expect(taken.severity == .error)
            #expect(taken.text.english.contains("(\(getpid()))"), "\(taken.text.english)")
            #expect(await bench.finds("service")["service_stopped"]?.severity == .error)

            // As the service does.
            let lock = try FileDescriptor.open(
                bench.data.appending("run.lock"), .readWrite, options: .create, permissions: .ownerReadWrite)
            #expect(flock(lock.rawValue, LOCK_EX | LOCK_NB) == 0)
            #expect(await bench.finds("port").keys.sorted() == ["port"])
            #expect(await bench.finds("service").keys.sorted() == ["service"])
            try lock.close()
            close(socket)
            #expect(await bench.finds("port").keys.sorted() == ["port_free"])
        }
    }

    @Test("tells a full disk from one that is nearly full", .enabled(if: geteuid() == 0))
    func disk() async throws {
        try await withMachine { bench in
            try FileManager.default.createDirectory(atPath: bench.data.string, withIntermediateDirectories: true)
            let path = bench.data.string
            let mounted = try await runTool("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", path])
            try #require(mounted.exitCode == 0, "\(mounted.errors)")
            defer { _ = unsafe umount2(path, Int32(MNT_DETACH)) }
            bench.minimumFreeBytes = 2 << 20
            #expect(await bench.finds("disk").keys.contains("disk"))
            try Data(count: 5 << 20).write(to: URL(filePath: path + "/ballast"))
            #expect(await bench.finds("disk")["disk_low"]?.severity == .warning)
            try Data(count: 2 << 20).write(to: URL(filePath: path + "/more"))
            #expect(await bench.finds("disk")["disk_full"]?.severity == .error)
        }
    }

    @Test("says whose the data is, who can look into it, and that it is missing")
    func data() async throws {
        try await withMachine { bench in
            #expect(await bench.finds("data")["data_missing"]?.severity == .error)
            #expect(await bench.finds("disk")["disk_unknown"]?.severity == .error)
            _ = try Spool(directory: bench.data)
            #expect(await bench.finds("data")["data_not_ours"]?.severity == .error)
            bench.account = Account(name: "sohoa", user: geteuid(), groups: [])
            #expect(await bench.finds("data").keys.sorted() == ["data"])
            #expect(unsafe chmod(bench.data.string, 0o755) == 0)
            #expect(await bench.finds("data")["data_open"]?.severity == .warning)
        }
    }

    @Test("finds a damaged spool and pages that were put aside, and makes nothing where there is none")
    func spool() async throws {
        try await withMachine { bench in
            try FileManager.default.createDirectory(atPath: bench.data.string, withIntermediateDirectories: true)
            #expect(await bench.finds("spool").keys.sorted() == ["spool_none"])
            #expect(try FileManager.default.contentsOfDirectory(atPath: bench.data.string).isEmpty)
            do {
                let spool = try Spool(directory: bench.data)
                #expect(await bench.finds("spool").keys.sorted() == ["spool"])
                let digest = try spool.pages.put([1, 2, 3])
                // From before the spool's records: of records that are lost.
                try FileManager.default.setAttributes(
                    [.modificationDate: Date(timeIntervalSinceNow: -86_400)],
                    ofItemAtPath: spool.pages.path(of: digest).string)
                #expect(await bench.finds("spool")["spool_unclaimed"]?.severity == .warning)
                let file = try #require(try Files.below(bench.data.appending("pages")).first)
                #expect(unsafe chmod(file.string, 0o600) == 0)
                try Data([9, 9, 9]).write(to: URL(filePath: file.string))
                _ = try spool.pages.quarantine(digest)
                #expect(await bench.finds("spool")["spool_quarantine"]?.severity == .warning)
            }
            let file = bench.data.appending("spool.sqlite").string
            try Data([UInt8](repeating: 7, count: 40_000)).write(to: URL(filePath: file))
            #expect(await bench.finds("spool")["spool_damaged"]?.severity == .error)
        }
    }

    private static func listen(_ socket: Int32) throws -> Int {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        // A `sockaddr_in` is passed as the `sockaddr` that it begins as.
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        guard isBound, Glibc.listen(socket, 5) == 0 else { throw Errno(rawValue: errno) }
        return Int(in_port_t(bigEndian: address.sin_port))
    }
}
