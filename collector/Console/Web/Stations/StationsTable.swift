import Dossiers
import Exchange
import FoundationEssentials
import Registry

/// The stations as a table in CSV (RFC 4180), for spreadsheets: with a byte order mark, by which those know UTF-8.
struct StationsTable: Sendable {
    /// The whole file.
    let csv: String

    private static let head = [
        "station", "site", "office", "label", "state", "concerns", "last_seen", "version", "system", "waiting",
        "bytes_waiting", "oldest_waiting", "refused", "paused", "disk_free", "scanners", "last_scan", "scan_error",
        "last_error", "clock_offset", "settings", "settings_error",
    ]

    /// - Parameter office: what an office is called.
    init(_ fleet: FleetReading, office: (SiteID) -> String) {
        var lines = [Self.head]
        func time(_ date: Date?) -> String { date.map { $0.formatted(.iso8601) } ?? "" }
        for entry in fleet.entries {
            let (sign, beat) = (entry.station.sign, entry.station.heard?.beat)
            lines.append(
                [
                    sign.id.rawValue, sign.site.rawValue, office(sign.site), sign.label, sign.standing.rawValue,
                    entry.concerns.map(\.rawValue).joined(separator: " "), time(sign.lastSeenAt), sign.agentVersion,
                ]
                    + [
                        beat?.system ?? "", Self.text(beat?.waiting), Self.text(beat?.bytesWaiting),
                        time(beat?.oldestWaiting), Self.text(beat?.refused), beat.map { $0.isPaused ? "1" : "0" } ?? "",
                        Self.text(beat?.diskFree), beat?.scanners.map(\.name).joined(separator: "; ") ?? "",
                    ]
                    + [
                        time(beat?.lastScan), beat?.scanError ?? "", beat?.lastError ?? "",
                        Self.text(beat?.clockOffset), Self.text(beat?.settings), beat?.settingsError ?? "",
                    ])
        }
        csv = "\u{FEFF}" + lines.map { $0.map(Self.field).joined(separator: ",") + "\r\n" }.joined()
    }

    private static func text(_ number: Int?) -> String { number.map { "\($0)" } ?? "" }

    /// Labels come from the stations: what a spreadsheet would take for a formula is made a text.
    private static func field(_ text: String) -> String {
        let isFormula = text.first.map { "=+@\t\r".contains($0) || $0 == "-" && Int(text) == nil } ?? false
        let plain = isFormula ? "'" + text : text
        guard plain.contains(where: { ",\"\n\r".contains($0) || $0 == "\r\n" }) else { return plain }
        return "\"" + plain.replacing("\"", with: "\"\"") + "\""
    }
}
