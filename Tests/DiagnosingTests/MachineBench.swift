import Diagnosing
import FoundationEssentials
import Glibc
import Scanning
import SystemPackage
import TestSupport

/// A machine of files in a temporary folder, with the real `/proc`, and a station on it.
struct MachineBench {
    let root: FilePath
    let data: FilePath
    var port = 0
    var minimumFreeBytes = 0
    var scanner: String?
    var proxy: String?
    var caFile: String?
    var collector: String?
    var scanners: [ScannerIdentity] = []
    /// Somebody who owns nothing here: files are root's or the tester's.
    var account = Account(name: "sohoa", user: 64_001, groups: [64_001])

    init(_ folder: FilePath) throws {
        root = folder.appending("machine")
        data = folder.appending("spool")
        for name in ["sys/bus/usb/devices", "run/udev/data", "dev/bus/usb/001", "etc/sane.d/dll.d"] {
            try FileManager.default.createDirectory(
                atPath: root.appending(name).string, withIntermediateDirectories: true)
        }
        try FileManager.default.createSymbolicLink(
            atPath: root.appending("proc").string, withDestinationPath: "/proc")
        try write("etc/sane.d/dll.conf", "# drivers\nnet\ngenesys\n")
    }

    func write(_ name: String, _ text: String) throws {
        let path = root.appending(name)
        try FileManager.default.createDirectory(
            atPath: path.removingLastComponent().string, withIntermediateDirectories: true)
        try text.write(toFile: path.string, atomically: false, encoding: .utf8)
    }

    /// Plugs a scanner in, as the kernel and udev would show it.
    ///
    /// - Returns: its device node.
    @discardableResult
    func plugIn(mode: mode_t, power: String = "on", delay: Int = 2000) throws -> FilePath {
        let device = "sys/bus/usb/devices/1-4"
        for (name, text) in [
            ("busnum", "1\n"), ("devnum", "7\n"), ("manufacturer", "Mẫu\n"), ("product", "Scan 200\n"),
            ("idVendor", "04a9\n"), ("idProduct", "220d\n"), ("power/control", "\(power)\n"),
            ("power/autosuspend_delay_ms", "\(delay)\n"),
        ] { try write("\(device)/\(name)", text) }
        try write("run/udev/data/c189:6", "E:ID_MODEL=x\nE:libsane_matched=yes\n")
        try write("dev/bus/usb/001/007", "")
        let node = root.appending("dev/bus/usb/001/007")
        guard unsafe chmod(node.string, mode) == 0 else { throw Errno(rawValue: errno) }
        return node
    }

    var examination: Examination {
        let found = scanners
        return Examination(
            Examination.Setup(
                version: "0.1.0", data: data, scanner: scanner, listenPort: port, minimumFreeBytes: minimumFreeBytes,
                proxy: proxy, caFile: caFile, collector: collector),
            machine: Machine(root: root), account: account, scanners: { found })
    }

    /// What a check finds here, by code.
    func finds(_ check: String) async -> [String: Finding] {
        let report = await examination.report()
        let findings = report.sections.filter { $0.check == check }.flatMap(\.findings)
        return Dictionary(findings.map { ($0.code, $0) }) { first, _ in first }
    }
}

/// Gives `body` a machine on which everything is as it should be, but for what the test breaks.
func withMachine(_ body: (inout MachineBench) async throws -> Void) async throws {
    try await withTemporaryDirectory { folder in
        var bench = try MachineBench(folder)
        try await body(&bench)
    }
}
