import FoundationEssentials
import SystemPackage
import TestSupport

/// Somebody who is signed in on the province's pages and reads them with curl, which tells how long each took.
struct PageReader {
    private let address: String
    private let cookies: FilePath

    private static let (name, password) = ("bench", "mot mat khau dai de do")

    /// Makes the account with which pages are read.
    static func addAccount(at collector: CollectorUnderTest) async throws {
        try await collector.does(
            "account", "add", name, "--display-name", "Benchmark", "--role", "administrator", input: password)
    }

    /// Signs in.
    ///
    /// - Parameter cookies: a file for them.
    init(port: Int, cookies: FilePath) async throws {
        address = "http://127.0.0.1:\(port)"
        self.cookies = cookies
        let answer = try await curl([
            "--data-urlencode", "username=\(Self.name)", "--data-urlencode", "password=\(Self.password)",
            "-H", "Origin: \(address)", "-o", "/dev/null", "-w", "%{http_code}", address + "/sign-in",
        ])
        guard answer == "303" else { throw CannotMeasure("the sign-in was answered with \(answer)") }
    }

    /// Seconds from the request to the last byte, for each of `count` requests over one connection.
    func times(of path: String, _ count: Int) async throws -> [Double] {
        // curl counts the brackets up; the collector does not know the field and passes it over.
        let answer = try await curl([
            "-o", "/dev/null", "-w", "%{http_code} %{size_download} %{time_total}\n",
            "\(address)\(path)?round=[1-\(count)]",
        ])
        return try answer.split(separator: "\n").map { line in
            let fields = line.split(separator: " ")
            guard fields.count == 3, fields[0] == "200", let size = Int(fields[1]), size > 2000,
                let time = Double(fields[2])
            else { throw CannotMeasure("\(path) was answered with '\(line)'") }
            return time
        }
    }

    private func curl(_ arguments: [String]) async throws -> String {
        let result = try await runTool(
            "curl", ["-sS", "--noproxy", "*", "-b", cookies.string, "-c", cookies.string] + arguments,
            within: .seconds(600))
        guard result.exitCode == 0 else { throw CannotMeasure("curl: \(result.errors)") }
        return result.output
    }
}
