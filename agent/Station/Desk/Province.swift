package import Exchange
import FoundationEssentials
package import Scanning

/// The province as the officer's desk asks it; delivery and the network are behind this.
package protocol Province: Sendable {
    /// Looks papers up in the province's index.
    ///
    /// - Throws: `ProvinceSilence` when there is no answer.
    func lookUp(_ lookup: Lookup) async throws(ProvinceSilence) -> LookupAnswer

    /// What the province has for this office; nil when it is what `known` already tells.
    ///
    /// - Parameter known: the tag of the briefing at hand.
    /// - Throws: `ProvinceSilence` when there is no answer.
    func briefing(known: String?) async throws(ProvinceSilence) -> TaggedBriefing?

    /// Whether the timetable of the link lets anything be sent at this hour.
    func deliversNow() async -> Bool

    /// Something new waits for delivery.
    ///
    /// - Parameter retryingAll: somebody asks to try everything again now, whatever it waits for.
    func deliverNow(retryingAll: Bool) async
}

/// The province cannot be asked now.
package struct ProvinceSilence: Error, Sendable, Hashable {
    /// Why, for logs.
    package let reason: String
    /// Why, for the officer; nil when it is the usual: no network.
    package let text: BilingualText?
    /// The province did answer, only not what was asked.
    package let hasAnswered: Bool

    package init(_ reason: String, text: BilingualText? = nil, hasAnswered: Bool = false) {
        self.reason = reason
        self.text = text
        self.hasAnswered = hasAnswered
    }
}

/// A briefing, with the tag by which the province knows whether it has changed.
package struct TaggedBriefing: Sendable {
    package var briefing: Briefing
    package var tag: String?

    package init(briefing: Briefing, tag: String?) {
        self.briefing = briefing
        self.tag = tag
    }
}
