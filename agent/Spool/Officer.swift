package import FoundationEssentials

/// What an officer may do at the station.
package enum OfficerRole: String, Sendable, Hashable, Codable, CaseIterable {
    case officer
    /// Sets up the others.
    case manager
}

/// Somebody who works at the station.
package struct Officer: Sendable, Hashable, Codable, Identifiable {
    package var id: Int
    /// Account name, as it stands in manifests.
    package var name: String
    package var displayName: String
    package var role: OfficerRole
    package var isActive: Bool
}

/// Where an officer's attempts to sign in stand.
package struct SignInState: Sendable, Hashable {
    /// Wrong PINs since the last right one.
    package var failures: Int
    /// Until then no PIN is looked at.
    package var lockedUntil: Date?

    package init(failures: Int = 0, lockedUntil: Date? = nil) {
        self.failures = failures
        self.lockedUntil = lockedUntil
    }

    /// Whether no PIN is looked at now.
    package func isLocked(at now: Date) -> Bool { lockedUntil.map { $0 > now } ?? false }

    /// Wrong PINs that lock.
    package static let failuresAllowed = 5
    /// Seconds of the longest lock.
    package static let longestLock = 3600.0

    /// Seconds of the lock after so many wrong PINs: five minutes after the fifth, then each twice the one before.
    static func lock(after failures: Int) -> Double {
        guard failures >= failuresAllowed else { return 0 }
        let doublings = min(failures - failuresAllowed, 8)
        return min(longestLock, Double(300 << doublings))
    }

    /// What it is at `now`. A lock that is longer than it was made shows a clock that was put back: it then runs anew.
    func settled(at now: Date) -> SignInState {
        guard let lockedUntil else { return self }
        let longest = now.addingTimeInterval(Self.lock(after: failures))
        return SignInState(failures: failures, lockedUntil: lockedUntil <= now ? nil : min(lockedUntil, longest))
    }

    /// What it is after an attempt. While it is locked, no attempt counts, not even with the right PIN.
    func after(success: Bool, at now: Date) -> SignInState {
        let state = settled(at: now)
        if state.isLocked(at: now) { return state }
        if success { return SignInState() }
        let lock = Self.lock(after: state.failures + 1)
        return SignInState(
            failures: state.failures + 1, lockedUntil: lock > 0 ? now.addingTimeInterval(lock) : nil)
    }
}
