import Foundation
import SystemPackage
import TestSupport
import Testing

/// Schemathesis on a live collector: examples, edge cases and random requests after an OpenAPI document, with every answer
/// held against it.
struct Schemathesis {
    let document: String
    let token: String
    /// Of paths, as TOML: `"path.id" = "…"`.
    let parameters: [String]
    let examples: Int

    func run(on port: Int, in folder: FilePath) async throws {
        let settings = try folder.file(
            "schemathesis.toml",
            """
            base-url = "http://127.0.0.1:\(port)"
            [parameters]
            \(parameters.joined(separator: "\n"))
            [generation]
            database = "none"
            """)
        let result = try await runProgram(
            Outsiders.python.removingLastComponent().appending("schemathesis"),
            [
                "--config-file", settings, "run", document, "--header", "Authorization: Bearer \(token)", "--seed",
                "20261008", "--max-examples", "\(examples)", "--phases", "examples,coverage,fuzzing", "--checks",
                "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
                    + "response_schema_conformance,unsupported_method,ignored_auth",
                "--no-color",
            ],
            environment: [
                "SCHEMATHESIS_HOOKS": Programs.package.appending("Tests/Outsiders/schemathesis_hooks.py").string
            ], within: .seconds(400))
        #expect(result.exitCode == 0, "\(result.output.suffix(6000)) \(result.errors)")
    }
}
