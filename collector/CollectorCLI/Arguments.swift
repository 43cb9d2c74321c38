import ArgumentParser
import Dossiers
import Exchange
import Registry

extension SiteID: ExpressibleByArgument {}
extension StationID: ExpressibleByArgument {}
extension ContentDigest: ExpressibleByArgument {}
extension DossierCode: ExpressibleByArgument {}
extension DossierCursor: ExpressibleByArgument {}

/// A span of time on the command line: a whole number and `m`, `h` or `d`.
struct TimeSpan: ExpressibleByArgument, CustomStringConvertible {
    let seconds: Int
    let description: String

    init?(argument: String) {
        let units = ["m": 60, "h": 3600, "d": 86_400]
        guard let unit = argument.last.flatMap({ units[String($0)] }), let count = Int(argument.dropLast()), count > 0
        else { return nil }
        let (seconds, overflow) = count.multipliedReportingOverflow(by: unit)
        guard !overflow, seconds <= 366 * 86_400 else { return nil }
        self.seconds = seconds
        description = argument
    }
}

/// The option to answer in JSON.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Answer in JSON.")
    var json = false
}

/// The options that say on whose behalf something is done.
struct ActorOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Whom to name in the audit trail. (default: the account this runs under)", valueName: "account"))
    var by: String?

    /// The account to record.
    var actor: String { by ?? Account.current }
}
