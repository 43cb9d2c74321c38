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
        let settings = StationSettings(
            bandwidth: bandwidth, profile: profile, officers: try officers.map(Self.read))
        if let fault = settings.fault { throw BadSettings(fault) }
        return settings
    }

    private static func read(_ file: String) throws -> [StationSettings.Officer] {
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw BadSettings("\(file) cannot be read")
        }
        do { return try Wire.decode([StationSettings.Officer].self, from: bytes) } catch {
            throw BadSettings("\(file) is no array of officers: \(error.detail)")
        }
    }
}

/// Settings that no station could take.
struct BadSettings: CannotRun {
    let description: String

    init(_ description: String) { self.description = description }

    init(_ fault: StationSettings.Fault) {
        description =
            switch fault {
            case .timetable(let text): "'\(text)' is no timetable; write hours and kbit/s like 07:00-17:00=256"
            case .profile: "--profile is standard, fine or text"
            case .tooManyOfficers: "there are more than \(StationSettings.maximumOfficers) officers"
            case .officer(let name):
                "'\(name)' is no officer: name has letters without marks, digits, . - _ @; displayName 1 to "
                    + "\(TextLimit.name) characters; role is officer or manager"
            case .officerTwice(let name): "officer '\(name)' is named twice"
            }
    }
}
