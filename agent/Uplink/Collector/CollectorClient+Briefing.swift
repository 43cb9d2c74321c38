package import Exchange
internal import FoundationEssentials

/// What the collector answers to a station that asks for its briefing.
package enum BriefingAnswer: Sendable, Hashable {
    /// What the station has still holds.
    case unchanged
    /// A briefing, and the tag to ask by the next time.
    case briefing(Briefing, etag: String?)
}

extension CollectorClient {
    /// Asks for the procedures and the office's own figures.
    ///
    /// - Parameter etag: the tag of the briefing that the station has; nil where it has none.
    package func briefing(etag: String?) async throws(Failure) -> BriefingAnswer {
        let condition = etag.map { [Request.Field("If-None-Match", $0)] } ?? []
        let answer = try await exchange(Request(.get, "v1/briefing", fields: condition))
        if answer.status == 304, etag != nil { return .unchanged }
        guard answer.status == 200, let briefing = try? Wire.decode(Briefing.self, from: answer.body) else {
            throw unexpected(answer, "a briefing")
        }
        return .briefing(briefing, etag: answer["ETag"])
    }
}
