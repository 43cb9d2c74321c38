import ArgumentParser

/// `settings`: what the province sets for stations.
struct SettingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings", abstract: "Set what stations are to do, from afar.",
        discussion: """
            Settings are for an office and those below it, or for the province; the nearest wins, setting by setting. \
            They are signed with the collector's key, and applied at a station's next contact, a quarter of an hour at \
            most while it is on. What IT has set on a PC itself goes before them.
            """,
        subcommands: [SettingsSet.self, SettingsShow.self, SettingsList.self])
}
