import Exchange
import FoundationEssentials
import Logging
import Spool

extension StationDesk {
    /// The name under which the spool keeps what the province told last.
    static let briefingName = "briefing"

    /// What the province told last, from this PC's disk, as of when it last said that it holds; nil before the first time.
    func briefing() async throws -> Briefing? {
        guard let kept = try await spool.kept(named: Self.briefingName),
            var briefing = try? Wire.decode(Briefing.self, from: kept.bytes)
        else { return nil }
        briefing.asOf = max(briefing.asOf, kept.keptAt)
        return briefing
    }

    /// The province's procedures, as far as they are known here.
    func catalogue() async throws -> Catalogue { Catalogue(try await briefing()?.procedures ?? []) }

    /// Asks the province for what is new, and keeps it.
    ///
    /// - Returns: whether there was an answer.
    package func refreshBriefing() async throws -> Bool {
        let kept = try await spool.kept(named: Self.briefingName)
        do throws(ProvinceSilence) {
            if let fresh = try await province.briefing(known: kept?.tag) {
                try await keep(fresh)
            } else if let kept {
                // It holds still: from now.
                try await keep(kept.bytes, tag: kept.tag)
            }
            note(silence: nil)
        } catch {
            note(silence: error)
            logger.debug("no briefing", metadata: ["cause": "\(error.reason)"])
            return false
        }
        return true
    }

    private func keep(_ fresh: TaggedBriefing) async throws(ProvinceSilence) {
        // What came over the wire encodes again.
        try await keep(try! Wire.encode(fresh.briefing), tag: fresh.tag)
    }

    private func keep(_ bytes: Data, tag: String?) async throws(ProvinceSilence) {
        do { try await spool.keep(bytes, named: Self.briefingName, tag: tag) } catch {
            throw ProvinceSilence("cannot be kept: \(error)")
        }
        board.post(.desk)
    }
}
