import ArgumentParser
import Dossiers
import Foundation
import Registry

/// `due`: until when reports must have been sent.
struct DueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "due", abstract: "Show and set until when reports of periods must have been sent.",
        subcommands: [DueList.self, DueSet.self, DueRemove.self])
}

/// `due list`: the rules.
struct DueList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List when reports are due.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let rules = try await directory.open().registry.dueRules()
        if output.json { return try printJSON(rules) }
        if rules.isEmpty { return printLine("No report has a due date.") }
        var table = TextTable(["Form", "Month", "Before day", "Basis"])
        for rule in rules { table.add([rule.form.rawValue, "\(rule.months)", "\(rule.day)", rule.basis]) }
        table.print()
    }
}

/// `due set`: makes reports due.
struct DueSet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Say before which day reports of a form must have been sent.",
        discussion: """
            Of a quarter, --month 0 --day 5 is before the 5th of its last month; of a year, --month -1 --day 30 before 30 \
            November. Reporting windows (@15) are due as the calendar periods of their name.
            """)

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var account: ActorOptions

    @Argument(help: "month, quarter, half or year.")
    var form: Period.Form

    @Option(help: "From the last month of the period, -12 to 12: 0 is that month, 1 the one after.")
    var month: Int

    @Option(help: "The day of that month before which it must have been sent, 1 to 31.")
    var day: Int

    @Option(help: "What asks for it.")
    var basis: String

    func validate() throws {
        if !(-12...12).contains(month) { throw ValidationError("--month must be -12 to 12.") }
        if !(1...31).contains(day) { throw ValidationError("--day must be 1 to 31.") }
        if !isField(basis, limit: TextLimit.name) {
            throw ValidationError("--basis must be 1 to \(TextLimit.name) characters.")
        }
    }

    func run() async throws {
        let registry = try await directory.open().registry
        let rule = DueRule(form: form, months: month, day: day, basis: basis)
        try registry.setDueRule(rule, by: account.actor, at: Date())
        let example = example(of: form)
        let due = Period(example).flatMap(rule.due)
        printLine("The report of \(example) must have been sent before \(due?.description ?? "–").")
    }

    private func example(of form: Period.Form) -> String {
        let year = CalendarDay(Date()).year
        return switch form {
        case .month: "\(year)-06"
        case .quarter: "\(year)-Q2"
        case .half: "\(year)-H1"
        case .year: "\(year)"
        }
    }
}

/// `due remove`: makes reports due no more.
struct DueRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Let reports of a form have no due date.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var account: ActorOptions

    @Argument(help: "month, quarter, half or year.")
    var form: Period.Form

    func run() async throws {
        try await directory.open().registry.removeDueRule(form, by: account.actor, at: Date())
        printLine("Reports of a \(form.rawValue) have no due date.")
    }
}

extension Period.Form: ExpressibleByArgument {}
