import Dossiers

extension StationSettings {
    /// Something in settings that every station would refuse.
    package enum Fault: Error, Sendable, Hashable {
        case timetable(String)
        case profile(String)
        case tooManyOfficers
        /// The entry's account name, its displayed name or its role is none.
        case officer(String)
        case officerTwice(String)
    }

    /// The qualities that a station knows, and the roles that its officers have.
    package static let (profiles, roles) = (["standard", "fine", "text"], ["officer", "manager"])

    /// The first thing in them that no station would take; nil when all can be.
    package var fault: Fault? {
        if let bandwidth, !Self.isTimetable(bandwidth) { return .timetable(bandwidth) }
        if let profile, !Self.profiles.contains(profile) { return .profile(profile) }
        guard let officers else { return nil }
        guard officers.count <= Self.maximumOfficers else { return .tooManyOfficers }
        var names: Set<String> = []
        for officer in officers {
            guard Self.isAccount(officer.name), isField(officer.displayName, limit: TextLimit.name),
                Self.roles.contains(officer.role)
            else { return .officer(officer.name) }
            guard names.insert(officer.name.lowercased()).inserted else { return .officerTwice(officer.name) }
        }
        return nil
    }

    private static func isAccount(_ name: String) -> Bool { name.wholeMatch(of: /[0-9A-Za-z.\-_@]{1,64}/) != nil }

    /// The form that stations read.
    private static func isTimetable(_ text: String) -> Bool {
        text.split(separator: ",").allSatisfy { part in
            let hour = /([01]?[0-9]|2[0-3]):[0-5][0-9]|24:00/
            let sides = part.split(separator: "=", omittingEmptySubsequences: false).map { trimmed($0) }
            guard sides.count <= 2, let rate = Int(sides[sides.count - 1]), (0...10_000_000).contains(rate) else {
                return false
            }
            guard sides.count == 2 else { return true }
            let hours = sides[0].split(separator: "-", omittingEmptySubsequences: false).map { trimmed($0) }
            return hours.count == 2 && hours[0] != hours[1] && hours[0] != "24:00"
                && hours.allSatisfy { $0.wholeMatch(of: hour) != nil }
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
