package import Scanning
import Spool
package import SystemPackage
import Uplink

/// What is examined: a station's settings, the machine it is on, and the ways to ask its scanners and its collector.
package struct Examination: Sendable {
    /// The settings that matter here, as the station's configuration has them.
    package struct Setup: Sendable {
        package var version: String
        package var data: FilePath
        package var scanner: String?
        package var listenPort: Int
        package var minimumFreeBytes: Int
        package var proxy: String?
        package var caFile: String?
        /// The collector to ask when the station is not enrolled.
        package var collector: String?
        package var configuration: Configuration?

        /// - Parameter configuration: nil where the settings came from no file.
        package init(
            version: String, data: FilePath, scanner: String? = nil, listenPort: Int, minimumFreeBytes: Int,
            proxy: String? = nil, caFile: String? = nil, collector: String? = nil,
            configuration: Configuration? = nil
        ) {
            self.version = version
            self.data = data
            self.scanner = scanner
            self.listenPort = listenPort
            self.minimumFreeBytes = minimumFreeBytes
            self.proxy = proxy
            self.caFile = caFile
            self.collector = collector
            self.configuration = configuration
        }
    }

    /// Where the settings came from.
    package struct Configuration: Sendable {
        package var file: FilePath
        /// What cannot be used of file, environment and flags, each in a sentence; a default is in its place here.
        package var problems: [String]

        package init(file: FilePath, problems: [String]) {
            self.file = file
            self.problems = problems
        }
    }

    package let setup: Setup
    let machine: Machine
    let account: Account
    let scanners: @Sendable () async -> [ScannerIdentity]
    let line: LineProbe

    /// - Parameters:
    ///   - account: whose rights count; that of the service unless told otherwise.
    ///   - scanners: finds the scanners of this PC.
    package init(
        _ setup: Setup, machine: Machine = Machine(), account: Account = .ofService,
        scanners: @escaping @Sendable () async -> [ScannerIdentity]
    ) {
        self.setup = setup
        self.machine = machine
        self.account = account
        self.scanners = scanners
        line = LineProbe(setup)
    }

    /// The spool, where there is one; nothing is made where there is none.
    func spool() throws -> Spool? {
        guard machine.exists(setup.data.appending("spool.sqlite")) else { return nil }
        return try Spool(directory: setup.data, minimumFreeBytes: setup.minimumFreeBytes)
    }

    /// Looks at everything, in the order in which things depend on each other.
    package func report() async -> Report {
        var sections: [Report.Section] = []
        for check in Self.checks {
            sections.append(Report.Section(check: check.name, findings: await check.findings(at: self)))
        }
        return Report(version: setup.version, sections: sections)
    }

    private static let checks: [any Check] = [
        VersionCheck(), ConfigurationCheck(), DataCheck(), DiskCheck(), SpoolCheck(), QueueCheck(), ServiceCheck(),
        PortCheck(),
        ScannerDriverCheck(), ScannerRightsCheck(), PowerSavingCheck(), ScannerHolderCheck(), ScannerCheck(),
        NameCheck(), ProxyCheck(), CertificateCheck(), CollectorCheck(), ClockCheck(), EnrolmentCheck(),
    ]
}
