import Dossiers
import Exchange
import Foundation
import HTTPTypes
import HummingbirdTesting
import SystemPackage
import TestSupport
import Testing

/// The installed program with a data directory of its own.
struct ServedCollector: Sendable {
    let data: FilePath

    /// Runs a command on the data directory.
    func run(_ arguments: String..., environment: [String: String] = [:]) async throws -> ToolResult {
        let variables = ["SOHOA_DATA": data.string].merging(environment) { $1 }
        return try await runProgram(Programs.collector, arguments, environment: variables)
    }

    /// Runs a command that must succeed, and gives its output.
    @discardableResult
    func does(_ arguments: String...) async throws -> String {
        let result = try await runProgram(Programs.collector, arguments, environment: ["SOHOA_DATA": data.string])
        try #require(result.exitCode == 0, "\(arguments): \(result.output) \(result.errors)")
        return result.output
    }

    /// Serves while `body` runs, which gets a client; then the server is stopped.
    ///
    /// - Returns: the server's exit status, too.
    @discardableResult
    func serving<Result: Sendable>(
        _ arguments: [String] = [], _ body: @Sendable (Caller) async throws -> Result
    ) async throws -> (result: Result, exitCode: Int32?) {
        let server = BackgroundProgram(
            Programs.collector, ["serve", "--port", "0"] + arguments, environment: ["SOHOA_DATA": data.string])
        try await server.start()
        do {
            let line = try await server.line { $0.hasPrefix("listening on ") }
            let port = try #require(Int(line.split(separator: ":").last ?? ""), "\(line)")
            let client = TestClient(host: "127.0.0.1", port: port)
            client.connect()
            let result = try await body(Caller(port: port, over: client))
            try await client.shutdown()
            return (result, await server.stop())
        } catch {
            await server.kill()
            throw error
        }
    }

    /// Enrols a station over HTTP, as the agent does.
    func enrol(_ client: Caller, at site: SiteID = TestCollector.commune) async throws -> TestStation {
        let issued = try await does("token", "issue", "--site", site.rawValue, "--json")
        let token = try JSONDecoder().decode(Issued.self, from: Data(issued.utf8)).token
        let key = SigningKey()
        let request = EnrolmentRequest(
            token: token, publicKey: key.verificationKey.derRepresentation, label: "PC 1", agentVersion: "0.1.0")
        let envelope = key.seal(try Wire.encode(request), type: EnrolmentRequest.payloadType)
        let answer = try await client.send(.post, "/v1/enrolments", [:], Wire.encode(envelope))
        let enrolled = try answer.decoded(EnrolmentAnswer.self)
        return TestStation(
            id: enrolled.station, site: site, key: key, audience: enrolled.collector, clock: TestClock())
    }

    private struct Issued: Decodable { let token: String }
}

/// Gives `body` an initialised collector with the sites of Sóc Trăng.
func withServedCollector<Result: Sendable>(
    _ body: @Sendable (ServedCollector, FilePath) async throws -> Result
) async throws -> Result {
    try await withTemporaryDirectory { root in
        let collector = ServedCollector(data: root.appending("collector"))
        try await collector.does("init", "--name", "Sóc Trăng")
        try await collector.does("site", "import", Programs.data.appending("sites-soc-trang-2021.csv").string)
        return try await body(collector, root)
    }
}
