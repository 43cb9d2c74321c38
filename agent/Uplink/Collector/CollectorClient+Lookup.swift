package import Exchange
internal import FoundationEssentials

extension CollectorClient {
    /// Asks the province whether a paper is digitised already.
    ///
    /// - Throws: `Failure`; with the code `rate_limited` and the time to wait when this station asked too often.
    package func lookUp(_ lookup: Lookup) async throws(Failure) -> LookupAnswer {
        // Lookups are plain values that always encode.
        let body = try! Wire.encode(lookup)
        let answer = try await exchange(
            Request(.post, "v1/lookups", fields: [.init("Content-Type", "application/json")], body: .init(body)))
        guard answer.status == 200, let found = try? Wire.decode(LookupAnswer.self, from: answer.body) else {
            throw unexpected(answer, "what a lookup found")
        }
        return found
    }
}
