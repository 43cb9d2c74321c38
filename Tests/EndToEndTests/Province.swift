import Dossiers
import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage
import TestSupport
import Testing

/// A collector and stations as installed programs, on loopback, for tests that run the whole line.
struct Province: Sendable {
    let root: FilePath
    let collector: BackgroundProgram
    /// The collector's address.
    let address: String
    let scanner: VirtualScanner

    /// Runs `sohoa-collector`.
    func collector(_ arguments: String..., within limit: Duration = .seconds(60)) async throws -> ToolResult {
        try await runTool(
            Programs.collector.string, arguments,
            environment: ["SOHOA_DATA": root.appending("collector").string], within: limit)
    }

    /// Runs `sohoa-collector` and expects it to succeed.
    @discardableResult
    func collectorDoes(_ arguments: String...) async throws -> String {
        let result = try await runTool(
            Programs.collector.string, arguments, environment: ["SOHOA_DATA": root.appending("collector").string])
        try #require(result.exitCode == 0, "\(arguments): \(result.errors)")
        return result.output
    }

    /// A station of `site`, enrolled.
    ///
    /// - Parameter address: the collector's, or that of a link to it.
    func station(at site: String, address: String? = nil, settings: [String: String] = [:]) async throws -> Station {
        let token = try await collectorDoes("token", "issue", "--site", site, "--json")
        let station = Station(
            site: site, data: root.appending("station-\(site)"),
            environment: scanner.environment.merging(settings) { $1 })
        try await station.does(
            "enroll", "--collector", address ?? self.address, "--token", try Field.text("token", in: token))
        return station
    }
}

/// One station's spool and programs.
struct Station: Sendable {
    let site: String
    let data: FilePath
    let environment: [String: String]
    let daemon: BackgroundProgram

    init(site: String, data: FilePath, environment: [String: String]) {
        self.site = site
        self.data = data
        // Any free port for the page, unless the test names one: stations run beside each other.
        self.environment = ["SOHOA_LISTEN_PORT": "0"].merging(environment) { $1 }.merging(["SOHOA_DATA": data.string]) {
            $1
        }
        daemon = BackgroundProgram(Programs.agent, ["run"], environment: self.environment)
    }

    /// Runs `sohoa-agent`.
    func runs(
        _ arguments: [String], input: String = "", within limit: Duration = .seconds(60),
        during: @escaping @Sendable (RunningTool) async throws -> Void = { _ in }
    ) async throws -> ToolResult {
        try await runTool(
            Programs.agent.string, arguments, environment: environment, input: input, within: limit, during: during)
    }

    /// Runs `sohoa-agent` and expects it to succeed.
    @discardableResult
    func does(_ arguments: String...) async throws -> String { try await does(arguments) }

    @discardableResult
    func does(_ arguments: [String]) async throws -> String {
        let result = try await runs(arguments)
        try #require(result.exitCode == 0, "\(arguments): \(result.output) \(result.errors)")
        return result.output
    }

    /// Waits until nothing of this station is under way any more.
    func delivered() async throws {
        while true {
            let status = try await does("status", "--json")
            if try Field.number("waiting", in: status) + Field.number("uploading", in: status) == 0 { return }
            try await Task.sleep(for: .milliseconds(200))
        }
    }
}

/// Looks into one line of a program's JSON.
enum Field {
    private struct Line: Decodable {
        var values: [String: Value]

        enum Value: Decodable {
            case text(String)
            case number(Int)
            case other

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let number = try? container.decode(Int.self) {
                    self = .number(number)
                } else if let text = try? container.decode(String.self) {
                    self = .text(text)
                } else {
                    self = .other
                }
            }
        }

        init(from decoder: any Decoder) throws {
            values = try decoder.singleValueContainer().decode([String: Value].self)
        }
    }

    static func text(_ name: String, in json: String) throws -> String {
        let value = try JSONDecoder().decode(Line.self, from: Data(json.utf8)).values[name]
        guard case .text(let text)? = value else {
            throw Missing(name: name, json: json)
        }
        return text
    }

    static func number(_ name: String, in json: String) throws -> Int {
        let value = try JSONDecoder().decode(Line.self, from: Data(json.utf8)).values[name]
        guard case .number(let number)? = value else { throw Missing(name: name, json: json) }
        return number
    }

    struct Missing: Error {
        let name: String
        let json: String
    }
}

/// Gives `body` a collector with the offices of Sóc Trăng and a private scanner installation.
func withProvince<Result>(
    pages: VirtualStack = .samples, settings: [String] = [], faults: [String] = [],
    _ body: (Province) async throws -> Result
) async throws -> Result {
    try await withTemporaryDirectory { root in
        try await withVirtualScanner(pages: pages, settings: settings, faults: faults) { scanner in
            let data = root.appending("collector")
            let environment = ["SOHOA_DATA": data.string]
            for arguments in [
                ["init", "--name", "Kiểm thử"],
                ["site", "import", Programs.data.appending("sites-soc-trang-2021.csv").string],
                ["target", "import", Programs.data.appending("targets.csv").string],
            ] {
                let result = try await runTool(Programs.collector.string, arguments, environment: environment)
                try #require(result.exitCode == 0, "\(arguments): \(result.errors)")
            }
            let port = try FreePort.find()
            let collector = BackgroundProgram(
                Programs.collector, ["serve", "--listen", "127.0.0.1:\(port)"], environment: environment)
            try await collector.start()
            _ = try await collector.line { $0.contains(":\(port)") }
            let province = Province(
                root: root, collector: collector, address: "http://127.0.0.1:\(port)", scanner: scanner)
            do {
                let result = try await body(province)
                await collector.kill()
                return result
            } catch {
                await collector.kill()
                throw error
            }
        }
    }
}

/// A TCP port of loopback that nobody listens on.
enum FreePort {
    static func find() throws -> Int {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let port = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> in_port_t? in
                guard unsafe bind(socket, address, length) == 0, unsafe getsockname(socket, address, &length) == 0
                else {
                    return nil
                }
                return unsafe address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                    unsafe $0.pointee.sin_port
                }
            }
        }
        guard let port else { throw Errno(rawValue: errno) }
        return Int(in_port_t(bigEndian: port))
    }
}
