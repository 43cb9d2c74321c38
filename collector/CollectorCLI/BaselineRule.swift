import ArgumentParser
import Foundation
import Registry

/// `baseline rule`: whether a second person must approve imported figures.
struct BaselineRule: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rule", abstract: "Show or set whether a second person must approve imported figures.",
        discussion: """
            Two persons are the rule. Where there is only one, --one-person lets imports count at once; the audit trail \
            says so, and the history of every figure names the same person twice.
            """)

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var account: ActorOptions

    @Flag(help: "Imports count at once.")
    var onePerson = false

    @Flag(help: "Imports count once another person has approved them.")
    var twoPersons = false

    func validate() throws {
        if onePerson, twoPersons { throw ValidationError("--one-person and --two-persons exclude each other.") }
    }

    func run() async throws {
        let registry = try await directory.open().registry
        if onePerson || twoPersons {
            try registry.setBaselinesNeedSecondPerson(twoPersons, by: account.actor, at: Date())
        }
        printLine(
            try registry.baselinesNeedSecondPerson()
                ? "Imported figures count once another person has approved them."
                : "Imported figures count at once: one person imports and approves.")
    }
}
