import Dossiers
import FoundationEssentials
import SystemPackage
import TestSupport

/// A collector with the offices of Sóc Trăng: its data directory and, where it runs, its server on loopback.
struct CollectorUnderTest: Sendable {
    let data: FilePath
    private let environment: [String: String]

    /// Makes the data directory.
    init(in folder: FilePath) async throws {
        data = folder.appending("collector")
        environment = ["SOHOA_DATA": data.string]
        try await does("init", "--name", "Benchmark", "--single-approver")
        try await does("site", "import", Offices.table.string)
        try await does("target", "import", Programs.data.appending("targets.csv").string)
    }

    /// A data directory that was made before.
    init(existing data: FilePath) {
        self.data = data
        environment = ["SOHOA_DATA": data.string]
    }

    /// Runs `sohoa-collector` and gives what it prints.
    @discardableResult
    func does(_ arguments: String..., input: String = "") async throws -> String {
        let result = try await runTool(
            Programs.collector.string, arguments, environment: environment, input: input, within: .seconds(600))
        guard result.exitCode == 0 else {
            throw CannotMeasure("sohoa-collector \(arguments.joined(separator: " ")): \(result.errors)")
        }
        return result.output
    }

    /// A join token for a station of `site`.
    func token(for site: SiteID) async throws -> String {
        struct Answer: Decodable { let token: String }
        let answer = try await does("token", "issue", "--site", site.rawValue, "--json")
        return try JSONDecoder().decode(Answer.self, from: Data(answer.utf8)).token
    }

    /// Gives `body` the port on which the collector serves, and ends it afterwards.
    func serving<Result>(_ body: (_ port: Int) async throws -> Result) async throws -> Result {
        let server = BackgroundProgram(
            Programs.collector, ["serve", "--listen", "127.0.0.1:0"], environment: environment)
        try await server.start()
        do {
            let line = try await server.line { $0.hasPrefix("listening on ") }
            guard let port = line.split(separator: ":").last.flatMap({ Int($0) }) else {
                throw CannotMeasure("the collector said '\(line)' instead of its port")
            }
            let result = try await body(port)
            await server.stop()
            return result
        } catch {
            await server.kill()
            throw error
        }
    }
}
