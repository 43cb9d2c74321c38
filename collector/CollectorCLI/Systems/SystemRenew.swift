import ArgumentParser
import FoundationEssentials
import Registry

/// `system renew`
struct SystemRenew: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "renew", abstract: "Give a system a new token; the one it had opens nothing from now on.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var actor: ActorOptions

    @Argument(help: "The system's name.")
    var name: Username

    @Option(help: ArgumentHelp("How long the token holds: a number and m, h or d, a year at most.", valueName: "span"))
    var validFor = TimeSpan(argument: "365d")!

    func run() async throws {
        let made = try await directory.open().registry
            .renewSystem(name, lifetime: validFor.seconds, by: actor.actor, at: Date())
        try SystemAnswer(made).print(asJSON: output.json)
    }
}
