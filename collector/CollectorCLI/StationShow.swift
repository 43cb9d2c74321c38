import ArgumentParser
import Exchange
import Registry

/// `station show`
struct StationShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a station, with the fingerprint to compare over the telephone.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The station, such as t-0123456789abcdef.")
    var station: StationID

    @Flag(help: "Give only its public key, in PEM, as openssl and others want it.")
    var pem = false

    func run() async throws {
        let registry = try await directory.open().registry
        guard let record = try registry.station(station) else { throw RegistryError.unknownStation(station) }
        if pem { return printLine(record.key.pemRepresentation) }
        let counts = try registry.counts(of: station)
        if output.json { return try printJSON(StationSummary(record, delivered: counts)) }
        printLine("Station      \(record.id)")
        printLine("Site         \(record.site)")
        printLine("State        \(record.standing.rawValue)")
        if let successor = record.replacedBy { printLine("Replaced by  \(successor)") }
        printLine("Label        \(record.label)")
        printLine("Agent        \(record.agentVersion)")
        printLine("Key          \(record.key.spokenFingerprint)")
        printLine("Enrolled     \(Moment.text(record.enrolledAt))")
        printLine("Last seen    \(Moment.text(record.lastSeenAt))")
        printLine(
            "Manifests    \(counts.complete) complete, \(counts.announced) awaiting pages, \(counts.refused) refused")
        printLine("Last receipt \(Moment.text(counts.lastReceiptAt))")
        printLine("Chain        at \(record.headSequence)\(record.headDigest.map { ", \($0)" } ?? "")")
    }
}
