import ArgumentParser
import Dossiers
import FoundationEssentials
import Registry

/// `report list`
struct ReportList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the frozen reports, the newest first.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let snapshots = try await directory.open().registry.snapshots()
        if output.json { return try printJSON(snapshots.map(Entry.init)) }
        if snapshots.isEmpty {
            return printLine("No frozen reports. Make one with 'sohoa-collector report freeze --period 2021-Q2'.")
        }
        var table = TextTable(["REPORT", "PERIOD", "AS OF", "FROZEN", "BY", "SHA-256"])
        for snapshot in snapshots {
            table.add([
                "\(snapshot.number)", snapshot.period, "\(snapshot.day)", Moment.text(snapshot.frozenAt),
                snapshot.frozenBy, snapshot.digest.rawValue,
            ])
        }
        table.print()
    }

    /// A frozen report in JSON.
    struct Entry: Encodable {
        let number: Int
        let period: String
        let day: CalendarDay
        let frozenAt: Date
        let frozenBy: String
        let digest: ContentDigest

        init(_ snapshot: StoredSnapshot) {
            number = snapshot.number
            period = snapshot.period
            day = snapshot.day
            frozenAt = snapshot.frozenAt
            frozenBy = snapshot.frozenBy
            digest = snapshot.digest
        }
    }
}
