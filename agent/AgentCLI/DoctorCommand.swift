import ArgumentParser
import ContentStore
import Diagnosing
import Scanning
import Station
import SystemPackage
import Uplink

/// Says what is wrong with this station, and how to mend it.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check everything a station needs, and say how to mend what is wrong.",
        discussion: """
            Looks at configuration, data, disk, spool, queue, service, port, scanner, network, certificate, collector, \
            clock and enrolment, and changes nothing. Run it as root: then it sees who holds the scanner or the port, \
            and judges by the rights of the service's own account. What cannot be used of the configuration is found \
            too, and the rest is looked at with defaults in its place.

            Exit status 0: nothing is wrong, or there are warnings only. 1: something does not work.
            """)

    @OptionGroup var common: CommonOptions

    @Option(help: "The collector to ask where the station is not enrolled yet.")
    var collector: String?

    @Option(help: "HTTP proxy to go through.")
    var proxy: String?

    @Option(help: "File of further trusted certificates (PEM).")
    var caFile: String?

    @Option(help: ArgumentHelp("Write a support bundle (tar.gz) without personal data.", valueName: "file"))
    var bundle: String?

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print English; Vietnamese without it.")
    var english = false

    @Flag(help: "Print only what is wrong.")
    var quiet = false

    func run() async throws {
        try await reporting {
            var (settings, problems) = try common.readableSettings(["proxy": proxy, "ca-file": caFile])
            problems += settings.problemsOfRunning
            let finder = ScannerFinder()
            let examination = Examination(
                Examination.Setup(
                    version: SohoaAgent.version, data: settings.data, scanner: settings.scanner,
                    listenPort: settings.listenPort, minimumFreeBytes: settings.minimumFreeBytes,
                    proxy: settings.proxy, caFile: settings.caFile, collector: collector,
                    configuration: Examination.Configuration(
                        file: FilePath(common.config ?? Settings.defaultFile), problems: problems.map { "\($0)" })),
                scanners: { await finder.find() })
            let report = await examination.report()
            if json {
                try printJSON(report)
            } else {
                for finding in report.findings where !quiet || finding.severity.isConcern {
                    printLine("\(finding.severity.mark) \(english ? finding.text.english : finding.text.vietnamese)")
                    if let fix = finding.fix { printLine("    → \(english ? fix.english : fix.vietnamese)") }
                }
                printLine(english ? report.severity.english : report.severity.vietnamese)
            }
            if let bundle {
                let packed = try await SupportBundle(report, of: examination, settings: settings.told).packed()
                try DurableFile.write(packed, to: FilePath(bundle), mode: 0o600)
                printError("sohoa-agent: \(bundle) (\(readable(bytes: packed.count)))")
            }
            if report.severity == .error { throw ExitCode(1) }
        }
    }
}

extension Finding.Severity {
    fileprivate var isConcern: Bool {
        switch self {
        case .ok, .unchecked: false
        case .warning, .error: true
        }
    }

    fileprivate var mark: String {
        switch self {
        case .ok: "✓"
        case .unchecked: "–"
        case .warning: "!"
        case .error: "✗"
        }
    }

    fileprivate var vietnamese: String {
        switch self {
        case .ok, .unchecked: "Mọi thứ đều ổn."
        case .warning: "Máy làm việc được; có điều cần lưu ý."
        case .error: "Có chỗ hỏng, xem dấu ✗."
        }
    }

    fileprivate var english: String {
        switch self {
        case .ok, .unchecked: "All is well."
        case .warning: "The station works; there are warnings."
        case .error: "Something does not work; see the lines with ✗."
        }
    }
}

extension Settings {
    /// What `run` would refuse of settings that can be read.
    fileprivate var problemsOfRunning: [any Error] {
        var problems: [any Error] = []
        do throws(ConfigurationError) { _ = try BandwidthSchedule(bandwidth ?? "") } catch { problems.append(error) }
        do { _ = try logger() } catch { problems.append(error) }
        return problems
    }

    /// The settings as they stand, by key, for somebody who helps.
    fileprivate var told: [String: String] {
        [
            "data": data.string, "scanner": scanner, "proxy": proxy, "ca-file": caFile, "bandwidth": bandwidth,
            "listen-port": "\(listenPort)", "lock-minutes": "\(lockMinutes)", "keep-days": "\(keepDays)",
            "minimum-free-mib": "\(minimumFreeBytes >> 20)", "watch-folder": watchFolder?.string,
            "log-level": logLevel,
        ].compactMapValues { $0 }
    }
}
