import ArgumentParser
import Exchange
import FoundationEssentials
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
        let entry = FleetReading(try registry.stationHealth(), at: Date()).entries.first { $0.id == station }
        if output.json { return try printJSON(StationSummary(record, delivered: counts, fleet: entry)) }
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
        if let entry { show(entry) }
        printLine("Chain        at \(record.headSequence)\(record.headDigest.map { ", \($0)" } ?? "")")
    }

    private func show(_ entry: FleetReading.Entry) {
        if !entry.concerns.isEmpty {
            printLine("Concerns     \(entry.concerns.map(\.rawValue).joined(separator: ", "))")
        }
        guard let heard = entry.station.heard else { return printLine("Heartbeat    none yet") }
        let beat = heard.beat
        printLine("Heartbeat    \(Moment.text(heard.at))\(beat.system.map { ", \($0)" } ?? "")")
        printLine(
            "Queue        \(beat.waiting) waiting (\(beat.bytesWaiting) bytes), oldest "
                + "\(Moment.text(beat.oldestWaiting)), "
                + "\(beat.refused) refused\(beat.isPaused ? ", paused" : "")")
        printLine("Disk free    \(beat.diskFree >> 20) MiB")
        let scanners = beat.scanners.map { $0.isThere == false ? "\($0.name) (not found)" : $0.name }
        printLine("Scanners     \(scanners.isEmpty ? "none yet" : scanners.joined(separator: ", "))")
        printLine("Last scan    \(Moment.text(beat.lastScan))\(beat.scanError.map { ", stopped: \($0)" } ?? "")")
        if let error = beat.lastError { printLine("Last error   \(error)") }
        printLine("Clock        \(beat.clockOffset) s to add")
        let settings = beat.settings.map { "\($0)" } ?? "none"
        printLine("Settings     \(settings)\(beat.settingsError.map { ", refused: \($0)" } ?? "")")
    }
}
