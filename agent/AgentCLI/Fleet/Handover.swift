import Exchange
import FoundationEssentials
import Logging
import ServiceLifecycle
import Spool
import Uplink

/// Goes on under the office that took this station's office over: asks for a token, and enrols with it in the place of
/// the present enrolment. The daemon begins anew when it sees the other identity.
///
/// The token is on the disk before it is used: when the answer is lost, the former key is refused already, and only the
/// same token with the same key gets the answer again.
struct Handover: Service {
    let settings: Settings
    let spool: Spool
    let credentials: Credentials
    let client: CollectorClient
    let logger: Logger

    private static let name = "handover"
    private static let look = Duration.seconds(5)
    private static let pause = Duration.seconds(60)

    /// Acts on what a heartbeat was answered with. What was sealed before goes first: it is the former office's.
    func heard(_ answer: HeartbeatAnswer) async {
        do {
            guard answer.successor != nil, try await spool.queueHealth().waiting == 0, try await token() == nil,
                let handover = try await client.handover()
            else { return }
            try await keep(handover.token)
            logger.notice("the office goes on under another", metadata: ["site": "\(handover.site)"])
        } catch {
            logger.warning("no token to go on under another office", metadata: ["cause": "\(error)"])
        }
    }

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                var rest = Self.look
                if let token = try await token() {
                    do {
                        let address = credentials.identity.collectorURL
                        let outcome = try await Enrolling(settings: settings, spool: spool)
                            .enrol(with: token, at: address, replacing: credentials)
                        try await keep("")
                        logger.notice(
                            "enrolled under another office",
                            metadata: ["site": "\(outcome.identity.site)", "resealed": "\(outcome.resealed)"])
                        // Goes on until the daemon begins anew: a service that ends would end the program.
                    } catch {
                        logger.warning("cannot enrol under another office", metadata: ["cause": "\(error)"])
                        // A token that is not good any more is asked for anew, with the next heartbeat.
                        if let failure = error as? Failure, Self.isSpent(failure) { try await keep("") }
                        rest = Self.pause
                    }
                }
                try? await Task.sleep(for: rest)
            }
        }
    }

    private func token() async throws -> String? {
        let kept = try await spool.kept(named: Self.name).map { String(decoding: $0.bytes, as: UTF8.self) }
        return kept == "" ? nil : kept
    }

    private func keep(_ token: String) async throws { try await spool.keep(Data(token.utf8), named: Self.name) }

    private static func isSpent(_ failure: Failure) -> Bool {
        switch failure.code {
        case .tokenInvalid, .tokenExpired, .tokenUsed, .tokenRevoked: true
        default: false
        }
    }
}
