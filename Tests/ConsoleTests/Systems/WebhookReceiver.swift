import Foundation
import SystemPackage
import TestSupport
import Testing

/// A receiver of webhooks that checks signatures with Standard Webhooks' own library, and can be told to misbehave.
struct WebhookReceiver: Sendable {
    /// What it got.
    struct Message: Decodable, Sendable {
        let id: String
        let verified: Bool
        let type: String?
        let dossier: String?
        let status: Int
        let path: String
        let body: String
    }

    private let program: BackgroundProgram
    private let mode: String

    let port: Int

    /// - Parameters:
    ///   - port: that of one that ran before, or 0.
    ///   - tls: files with its certificate and key; nil: without TLS.
    init(
        in folder: FilePath, port: Int = 0, secret: String, answering mode: String = "ok",
        tls: (certificate: String, key: String)? = nil
    ) async throws {
        self.mode = try folder.file("mode", mode)
        program = BackgroundProgram(
            Outsiders.python,
            [
                Programs.package.appending("Tests/Outsiders/webhook_receiver.py").string, "\(port)", self.mode, secret,
            ] + (tls.map { [$0.certificate, $0.key] } ?? []))
        try await program.start()
        let line = try await program.line { $0.hasPrefix("listening ") }
        self.port = try #require(Int(line.split(separator: " ").last ?? ""))
    }

    /// Answers so from now on.
    func answer(_ mode: String) throws { try Data(mode.utf8).write(to: URL(filePath: self.mode)) }

    var messages: [Message] {
        get async throws {
            try await program.output.dropFirst().map { try JSONDecoder().decode(Message.self, from: Data($0.utf8)) }
        }
    }

    /// What it got, once `isEnough`.
    func messages(until isEnough: @Sendable ([Message]) -> Bool) async throws -> [Message] {
        while true {
            let messages = try await messages
            if isEnough(messages) { return messages }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    func stop() async { await program.kill() }
}

/// A port on which nobody listens.
func freePort() async throws -> Int {
    let script = "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])"
    let result = try await runProgram(Outsiders.python, ["-c", script])
    return try #require(Int(result.output.trimmingCharacters(in: .whitespacesAndNewlines)))
}
