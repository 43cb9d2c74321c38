package import FoundationEssentials

/// By how much this PC's clock is wrong, as the collector's answers show.
///
/// Old PCs with a flat battery start in 2009. Their tokens would be refused and their dossiers wrongly dated, and
/// nobody at the desk may set the clock: so it is put right by addition.
package struct ClockCorrection: Sendable, Hashable, Codable {
    /// To be added to the PC's clock; 0 where it is not known to be wrong.
    package var seconds: Int

    package static let none = ClockCorrection(seconds: 0)
    /// A clock that is wrong by less is left alone, in seconds.
    package static let tolerance = 30

    package init(seconds: Int) { self.seconds = seconds }

    /// The true time when the PC's clock shows `date`.
    package func corrected(_ date: Date) -> Date { date.addingTimeInterval(Double(seconds)) }

    /// The correction to keep after the collector's clock showed `theirs` while the PC's showed `ours`.
    package func adjusted(theirs: Date, ours: Date) -> ClockCorrection {
        let difference = Int(theirs.timeIntervalSince(ours).rounded())
        if abs(difference - seconds) <= Self.tolerance { return self }
        return abs(difference) <= Self.tolerance ? .none : ClockCorrection(seconds: difference)
    }
}
