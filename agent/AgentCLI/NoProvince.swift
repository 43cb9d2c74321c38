import Exchange
import Station

/// The province of a station that is not enrolled: it answers nothing.
struct NoProvince: Province {
    private static let silence = ProvinceSilence("the station is not enrolled")

    func lookUp(_ lookup: Lookup) async throws(ProvinceSilence) -> LookupAnswer { throw Self.silence }
    func briefing(known: String?) async throws(ProvinceSilence) -> TaggedBriefing? { throw Self.silence }
    func deliversNow() async -> Bool { true }
    func deliverNow(retryingAll: Bool) async {}
}
