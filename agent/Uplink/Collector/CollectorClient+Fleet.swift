package import Exchange
internal import FoundationEssentials

/// What the collector answers to a station that asks for its settings.
package enum SettingsAnswer: Sendable, Hashable {
    /// What the station has still holds.
    case unchanged
    /// The province sets nothing.
    case none
    /// A signed document that nobody has verified yet, and the tag to ask by the next time.
    case document(Envelope, etag: String?)
}

extension CollectorClient {
    /// Tells the collector how the station is.
    package func tell(_ beat: Heartbeat) async throws(Failure) -> HeartbeatAnswer {
        // Heartbeats are plain values that always encode.
        let body = try! Wire.encode(beat.bounded)
        let answer = try await exchange(
            Request(.post, "v1/heartbeats", fields: [.init("Content-Type", "application/json")], body: .init(body)))
        guard answer.status == 200, let said = try? Wire.decode(HeartbeatAnswer.self, from: answer.body) else {
            throw unexpected(answer, "what a heartbeat is answered with")
        }
        return said
    }

    /// Asks for a token to go on under the office that took this one over; nil when none did.
    package func handover() async throws(Failure) -> HandoverAnswer? {
        let answer: Response
        do { answer = try await exchange(Request(.post, "v1/handovers", body: .init(Data()))) } catch {
            if error.status == 404 { return nil }
            throw error
        }
        guard answer.status == 201, let handover = try? Wire.decode(HandoverAnswer.self, from: answer.body) else {
            throw unexpected(answer, "a token")
        }
        return handover
    }

    /// Asks for the settings of the province.
    ///
    /// - Parameter etag: the tag of the settings that the station has; nil where it has none.
    package func settings(etag: String?) async throws(Failure) -> SettingsAnswer {
        let condition = etag.map { [Request.Field("If-None-Match", $0)] } ?? []
        let answer = try await exchange(Request(.get, "v1/settings", fields: condition))
        if answer.status == 304, etag != nil { return .unchanged }
        if answer.status == 204 { return .none }
        guard answer.status == 200, let envelope = try? Wire.decode(Envelope.self, from: answer.body) else {
            throw unexpected(answer, "settings")
        }
        return .document(envelope, etag: answer["ETag"])
    }
}
