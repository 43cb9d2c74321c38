import ArgumentParser
import Spool
import Station

/// Sets up the officers who sign in at this station.
struct OfficerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "officer", abstract: "Set up the officers who sign in at this station.",
        subcommands: [
            AddOfficer.self, ListOfficers.self, ResetPIN.self, DisableOfficer.self, EnableOfficer.self,
        ], defaultSubcommand: ListOfficers.self)

    struct AddOfficer: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Add an officer; the first one is a manager unless told otherwise.")

        @OptionGroup var common: CommonOptions
        @OptionGroup var secret: PINOptions

        @Argument(help: "Account name, as it stands in what is sealed, for instance lan.tt.")
        var name: String

        @Option(help: "The name on screen; the account name without it.")
        var displayName: String?

        @Option(help: "officer or manager; a manager sets up the others.")
        var role: OfficerRole?

        func run() async throws {
            try await reporting {
                let spool = try await common.settings().openSpool()
                let officers = try await spool.officers()
                if officers.contains(where: { $0.name.lowercased() == name.lowercased() }) {
                    throw SpoolError.officerExists(name: name)
                }
                let hasManager = officers.contains { $0.role == .manager && $0.isActive }
                try await spool.addOfficer(
                    name: name, displayName: displayName ?? name, role: role ?? (hasManager ? .officer : .manager),
                    pinHash: secret.hash())
                printLine("\(name): đã thêm.")
            }
        }
    }

    struct ListOfficers: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List the officers.")

        @OptionGroup var common: CommonOptions

        @Flag(help: "Print JSON.")
        var json = false

        func run() async throws {
            try await reporting {
                let officers = try await common.settings().openSpool().officers()
                if json { return try printJSON(officers) }
                for officer in officers { printLine(officer.line) }
                if officers.isEmpty { printLine("Chưa có cán bộ nào: sohoa-agent officer add NAME") }
            }
        }
    }

    struct ResetPIN: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reset-pin", abstract: "Give an officer another PIN, and end a lock.")

        @OptionGroup var common: CommonOptions
        @OptionGroup var secret: PINOptions

        @Argument(help: "The officer's account name.")
        var name: String

        func run() async throws {
            try await reporting {
                let spool = try await common.settings().openSpool()
                let officer = try await spool.officer(named: name)
                try await spool.setPIN(of: officer.id, hash: secret.hash())
                printLine("\(officer.name): đã đổi mã PIN.")
            }
        }
    }

    struct DisableOfficer: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "disable", abstract: "Let an officer sign in no more; what was done stays under the name.")

        @OptionGroup var common: CommonOptions

        @Argument(help: "The officer's account name.")
        var name: String

        func run() async throws {
            try await reporting {
                try await common.settings().openSpool().set(name, isActive: false)
                printLine("\(name): đã ngừng hoạt động.")
            }
        }
    }

    struct EnableOfficer: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "enable", abstract: "Let an officer sign in again.")

        @OptionGroup var common: CommonOptions

        @Argument(help: "The officer's account name.")
        var name: String

        func run() async throws {
            try await reporting {
                try await common.settings().openSpool().set(name, isActive: true)
                printLine("\(name): đã hoạt động lại.")
            }
        }
    }
}

extension OfficerRole: ExpressibleByArgument {}

extension Officer {
    /// One line of the list.
    fileprivate var line: String {
        let role = role == .manager ? "quản lý" : "cán bộ"
        return "\(name)  \(displayName)  \(role)\(isActive ? "" : "  (ngừng hoạt động)")"
    }
}

extension Spool {
    /// The officer of that account name.
    fileprivate func officer(named name: String) throws(SpoolError) -> Officer {
        guard let officer = try officers().first(where: { $0.name.lowercased() == name.lowercased() }) else {
            throw .officerNotFound
        }
        return officer
    }

    fileprivate func set(_ name: String, isActive: Bool) throws(SpoolError) {
        let officer = try officer(named: name)
        try setOfficer(officer.id, displayName: officer.displayName, role: officer.role, isActive: isActive)
    }
}
