import Dossiers
package import Exchange
import FoundationEssentials
import Scanning
package import Spool

/// Settings of the province as this station holds them: verified, kept on the disk, and never an older one.
package struct RemoteSettings: Sendable {
    private let spool: Spool
    private let credentials: Credentials
    private let isTimetable: @Sendable (String) -> Bool

    /// - Parameters:
    ///   - credentials: the present enrolment, whose collector signs.
    ///   - isTimetable: whether a text is a bandwidth timetable.
    package init(
        spool: Spool, credentials: Credentials, isTimetable: @escaping @Sendable (String) -> Bool
    ) {
        self.spool = spool
        self.credentials = credentials
        self.isTimetable = isTimetable
    }

    /// What holds; nil when the province has set nothing for this enrolment.
    ///
    /// Verified anew each time: what lies on a disk for months may have changed, and an enrolment at another office or
    /// collector makes what was kept void.
    package func current() async throws -> SettingsDocument? {
        guard let kept = try await spool.kept(named: Self.name),
            let envelope = try? Wire.decode(Envelope.self, from: kept.bytes)
        else { return nil }
        return try? verified(envelope)
    }

    /// The tag to ask the collector by; nil where nothing is held.
    package func tag() async throws -> String? {
        guard try await current() != nil else { return nil }
        return try await spool.kept(named: Self.name)?.tag
    }

    /// Takes a document that the collector sent: verifies it and keeps it. What is refused changes nothing but the reason
    /// that the next heartbeat tells.
    ///
    /// - Returns: the document when it is new; nil when it is the one that is held.
    /// - Throws: `SettingsRefusal`.
    package func take(_ envelope: Envelope, tag: String?) async throws -> SettingsDocument? {
        do {
            let document = try verified(envelope)
            let held = try await current()
            if let held, document.number < held.number { throw SettingsRefusal.older }
            // The same number says the same; a collector that says otherwise was put back and has set anew.
            if let held, document.number == held.number, document != held { throw SettingsRefusal.older }
            try await spool.keep(try Wire.encode(envelope), named: Self.name, tag: tag)
            try await note(nil)
            return document == held ? nil : document
        } catch let refusal as SettingsRefusal {
            try await note(refusal.rawValue)
            throw refusal
        }
    }

    /// Why the latest document was not taken, or not wholly applied; nil when all is well.
    package func refusal() async throws -> String? {
        try await spool.kept(named: Self.refusalName).flatMap {
            $0.bytes.isEmpty ? nil : String(decoding: $0.bytes, as: UTF8.self)
        }
    }

    /// Puts the officers that the document names in their place. Once for each document: what a manager changes at the
    /// station afterwards holds until the province sets anew.
    ///
    /// An officer who is new has no PIN, and cannot sign in before a manager gives one at the station.
    package func applyOfficers(of document: SettingsDocument) async throws {
        let mark = "\(document.site) \(document.number)"
        let applied = try await spool.kept(named: Self.appliedName).map { String(decoding: $0.bytes, as: UTF8.self) }
        guard applied != mark, let wanted = document.settings.officers else { return }
        var problem: String?
        // Whoever comes or gains goes before whoever goes: so that there is always a manager.
        for officer in wanted.sorted(by: { Self.rank($0) < Self.rank($1) }) {
            if try await !put(officer) { problem = SettingsRefusal.lastManager.rawValue }
        }
        try await note(problem)
        try await spool.keep(Data(mark.utf8), named: Self.appliedName)
    }

    /// Makes one officer what the province says.
    ///
    /// - Returns: false when nobody could manage the others then, and the officer stays as before.
    private func put(_ officer: StationSettings.Officer) async throws -> Bool {
        let role = OfficerRole(rawValue: officer.role) ?? .officer
        let known = try await spool.officers().first { $0.name.lowercased() == officer.name.lowercased() }
        guard let known else {
            guard officer.isActive else { return true }
            try await spool.addOfficer(
                name: officer.name, displayName: officer.displayName, role: role, pinHash: "")
            return true
        }
        do throws(SpoolError) {
            try await spool.setOfficer(
                known.id, displayName: officer.displayName, role: role, isActive: officer.isActive)
            return true
        } catch {
            guard case .lastManager = error else { throw error }
            return false
        }
    }

    private static func rank(_ officer: StationSettings.Officer) -> Int {
        officer.isActive ? (officer.role == OfficerRole.manager.rawValue ? 0 : 1) : 2
    }

    private func note(_ refusal: String?) async throws {
        guard try await self.refusal() != refusal else { return }
        try await spool.keep(Data((refusal ?? "").utf8), named: Self.refusalName)
    }

    private func verified(_ envelope: Envelope) throws(SettingsRefusal) -> SettingsDocument {
        let document: SettingsDocument
        do { document = try SettingsDocument.open(envelope, with: credentials.collectorKey) } catch {
            throw switch error {
            case .badSignature: .notSigned
            case .unexpectedPayloadType, .malformedPayload: .unreadable
            }
        }
        let identity = credentials.identity
        guard document.collector == identity.collector, document.site == identity.site else { throw .otherSite }
        guard isAcceptable(document.settings) else { throw .unacceptable }
        return document
    }

    private func isAcceptable(_ settings: StationSettings) -> Bool {
        if let bandwidth = settings.bandwidth, !isTimetable(bandwidth) { return false }
        if let profile = settings.profile, ScanProfile(rawValue: profile) == nil { return false }
        guard let officers = settings.officers else { return true }
        return officers.count <= StationSettings.maximumOfficers
            && officers.allSatisfy {
                Spool.isAccountName($0.name) && isField($0.displayName, limit: TextLimit.name)
                    && OfficerRole(rawValue: $0.role) != nil
            } && Set(officers.map { $0.name.lowercased() }).count == officers.count
    }

    private static let (name, refusalName, appliedName) = ("settings", "settingsRefusal", "settingsApplied")
}

/// Why settings of the province are not taken: a stable code, told in the heartbeat.
package enum SettingsRefusal: String, Error, Sendable, Hashable {
    /// Not signed with the key that this station knows its collector by.
    case notSigned = "settings_not_signed"
    /// For another office, or of another collector.
    case otherSite = "settings_other_site"
    /// Older than what is held, or of the same number and different.
    case older = "settings_older"
    case unreadable = "settings_unreadable"
    /// Something in them is none: a timetable, a quality, an officer.
    case unacceptable = "settings_unacceptable"
    /// Taken, but no manager would be left; who was the last one stays.
    case lastManager = "settings_last_manager"
}
