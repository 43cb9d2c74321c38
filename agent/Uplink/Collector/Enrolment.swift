package import Exchange
internal import FoundationEssentials

extension Transport {
    /// Enrols a station: sends the signed request with the join token and gives what the collector settled.
    ///
    /// - Throws: `Failure`; with the codes `token_invalid`, `token_expired`, `token_used` and `token_revoked` when the
    ///   join token is at fault.
    package func enrol(_ request: Envelope) async throws(Failure) -> EnrolmentAnswer {
        // Envelopes are plain values that always encode.
        let body = try! Wire.encode(request)
        let answer: Response
        do {
            answer = try await perform(
                Request(
                    .post, "v1/enrolments", fields: [.init("Content-Type", EnvelopeMediaType.json)], body: .init(body)))
        } catch { throw .transport(error) }
        guard answer.status == 201 || answer.status == 200,
            let settled = try? Wire.decode(EnrolmentAnswer.self, from: answer.body)
        else { throw Failure(answer, now: Date()) }
        return settled
    }
}
