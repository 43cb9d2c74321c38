import ArgumentParser
import Dossiers
import Exchange
import FoundationEssentials
import Registry

/// `settings set`
struct SettingsSet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Set what stations of an office, and of those below it, are to do.",
        discussion: """
            What is given takes the place of all that was set for the same office before: give everything that is to \
            hold. Officers come from a file, a JSON array of {"name", "displayName", "role", "isActive"}, role being \
            officer or manager; who is new gets a PIN from a manager at the station.
            """)

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var actor: ActorOptions

    @Option(help: "The office; the whole province without it.")
    var site: SiteID?

    @Option(help: "Timetable of the link, such as 07:00-17:00=256 (kbit/s).")
    var bandwidth: String?

    @Option(help: "The quality that is offered first: standard, fine or text.")
    var profile: String?

    @Option(help: ArgumentHelp("File with the officers.", valueName: "file"))
    var officers: String?

    @Flag(help: "Take back what was set for the office.")
    var clear = false

    func run() async throws {
        let settings = try wanted()
        guard settings.isEmpty == clear else {
            throw BadSettings(
                clear ? "--clear takes back everything; give it alone" : "give something to set, or --clear")
        }
        let registry = try await directory.open().registry
        let record = try registry.set(settings, for: site, by: actor.actor, at: Date())
        printLine("Settings \(record.number) for \(site?.rawValue ?? "the province").")
    }

    private func wanted() throws -> StationSettings {
        if let bandwidth, !Self.isTimetable(bandwidth) {
            throw BadSettings("'\(bandwidth)' is no timetable; write hours and kbit/s like 07:00-17:00=256")
        }
        if let profile, !["standard", "fine", "text"].contains(profile) {
            throw BadSettings("--profile is standard, fine or text")
        }
        return StationSettings(bandwidth: bandwidth, profile: profile, officers: try officers.map(Self.read))
    }

    private static func read(_ file: String) throws -> [StationSettings.Officer] {
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw BadSettings("\(file) cannot be read")
        }
        let officers: [StationSettings.Officer]
        do { officers = try Wire.decode([StationSettings.Officer].self, from: bytes) } catch {
            throw BadSettings("\(file) is no array of officers: \(error.detail)")
        }
        guard officers.count <= StationSettings.maximumOfficers else {
            throw BadSettings("\(file) has more than \(StationSettings.maximumOfficers) officers")
        }
        for officer in officers {
            guard isAccount(officer.name), isField(officer.displayName, limit: TextLimit.name),
                ["officer", "manager"].contains(officer.role)
            else {
                throw BadSettings(
                    "\(file): '\(officer.name)' is no officer: name has letters without marks, digits, . - _ @; "
                        + "displayName 1 to \(TextLimit.name) characters; role is officer or manager")
            }
        }
        guard Set(officers.map { $0.name.lowercased() }).count == officers.count else {
            throw BadSettings("\(file) names an officer twice")
        }
        return officers
    }

    private static func isAccount(_ name: String) -> Bool {
        name.wholeMatch(of: /[0-9A-Za-z.\-_@]{1,64}/) != nil
    }

    /// The form that stations read; one that they could not would be refused by each of them.
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

/// Settings that no station could take.
struct BadSettings: CannotRun {
    let description: String

    init(_ description: String) { self.description = description }
}
