import Exchange
import FoundationEssentials
import Scanning
import Spool
import Station
import Uplink

/// The province as the officer's desk asks it, over the station's own connection.
struct ProvinceLink: Province {
    /// How long a citizen at the desk waits for the province before this PC answers alone.
    private static let patience = Duration.seconds(6)

    let client: CollectorClient
    let courier: Courier

    func lookUp(_ lookup: Lookup) async throws(ProvinceSilence) -> LookupAnswer {
        try await answer(within: Self.patience) { () async throws(Failure) in try await client.lookUp(lookup) }
    }

    func briefing(known: String?) async throws(ProvinceSilence) -> TaggedBriefing? {
        try await answer(within: .seconds(120)) { () async throws(Failure) in
            switch try await client.briefing(etag: known) {
            case .unchanged: nil
            case .briefing(let briefing, let etag): TaggedBriefing(briefing: briefing, tag: etag)
            }
        }
    }

    func deliversNow() async -> Bool { await courier.deliversNow }

    func deliverNow(retryingAll: Bool) async {
        if retryingAll { await courier.retryNow() } else { courier.wake() }
    }

    private func answer<Value: Sendable>(
        within patience: Duration, _ ask: @escaping @Sendable () async throws(Failure) -> Value
    ) async throws(ProvinceSilence) -> Value {
        let first = await withTaskGroup(of: Result<Value, ProvinceSilence>.self) { group in
            group.addTask {
                do throws(Failure) { return .success(try await ask()) } catch {
                    return .failure(ProvinceSilence(error))
                }
            }
            group.addTask {
                try? await Task.sleep(for: patience)
                return .failure(ProvinceSilence("no answer within \(patience)"))
            }
            defer { group.cancelAll() }
            return await group.next()
        }
        guard let first else { throw ProvinceSilence("cancelled") }
        return try first.get()
    }
}

extension LinkState {
    /// What delivery says of the link, as the officer needs to know it.
    init(_ status: LinkStatus) {
        var state = State.idle
        var reason: BilingualText?
        switch status.activity {
        case .idle: break
        case .working: state = .working
        case .paused: state = .paused
        case .waiting(let failure):
            state = .offline
            reason = failure.text
        }
        self.init(
            state: status.offlineSince == nil ? state : .offline, hasContact: status.hasContact,
            since: status.offlineSince,
            nextRetryAt: status.nextRetryAt, bytesPerSecond: status.bytesPerSecond, reason: reason)
    }
}
