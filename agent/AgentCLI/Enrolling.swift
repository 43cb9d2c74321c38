import Exchange
import FoundationEssentials
import Glibc
import Spool
import Uplink

/// Makes this PC a station, or another one in the place of the present: what `enroll` does, and a hand-over.
struct Enrolling {
    let settings: Settings
    let spool: Spool

    /// What came of it.
    struct Outcome {
        let identity: EnrolledStation
        let credentials: Credentials
        /// Submissions without receipt that were sealed anew.
        let resealed: Int
    }

    /// Enrols with a join token. When the answer is lost, the same token gets it again.
    ///
    /// - Parameters:
    ///   - address: the collector's.
    ///   - label: a name for this PC; the host name without it.
    ///   - former: the enrolment that this one takes the place of.
    func enrol(
        with token: String, at address: String, label: String? = nil, replacing former: Credentials?
    ) async throws -> Outcome {
        if let former { try await LostReceipts(former, settings).fetch(into: spool) }
        // Known before the token is used up: when the answer is lost, the same key gets it again.
        let pending = try PendingEnrolment.begun(with: token, in: settings.data)
        let request = EnrolmentRequest(
            token: token, publicKey: pending.key.verificationKey.derRepresentation,
            label: label ?? Self.hostName, agentVersion: SohoaAgent.version,
            replaces: former?.identity.station)
        let envelope = pending.key.seal(try Wire.encode(request), type: EnrolmentRequest.payloadType)
        let answer = try await settings.transport(to: address).enrol(envelope)
        let identity = EnrolledStation(answer: answer, collectorURL: address, enrolledAt: Date())
        if let former { try await spool.noteEnrolment(former.identity) }
        try Credentials.store(identity, key: pending.key, in: settings.data)
        try PendingEnrolment.end(in: settings.data)
        let credentials = try settings.credentials()
        let resealed = try await spool.resealUnreceipted(with: credentials)
        try await spool.setStationProblem(nil)
        return Outcome(identity: identity, credentials: credentials, resealed: resealed)
    }

    private static var hostName: String {
        var name = [CChar](repeating: 0, count: 256)
        guard unsafe gethostname(&name, 255) == 0 else { return "pc" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
