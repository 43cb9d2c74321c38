import Dossiers
import Progress
import Registry

/// What is to be known of a figure.
extension Texts {
    /// A note; in Vietnamese as in every report.
    static func note(_ note: ReportLine.Note) -> Text { Text(note.vietnamese, english(note)) }

    private static func english(_ note: ReportLine.Note) -> String {
        switch note {
        case .reported(counted: 0): "reported, not counted by the system"
        case .reported(let counted): "reported (the system counted \(count(counted, .english)))"
        case .mixed: "partly reported, partly counted by the system"
        case .aboveDenominator: "more digitised than the denominator says: check the denominator"
        case .exempt: "exempt"
        case .levelDenominator: "the denominator was imported for the level as a whole"
        case .summedDenominator(let parts): "the denominator is the sum of \(parts) periods"
        case .incomplete(let levels): "not summed for the province, as figures are missing: \(names(levels))"
        case .unlike(let levels): "not summed for the province, as the system counted only: \(names(levels))"
        case .nothingReceived: "the system had received no dossier by this day"
        case .rolledUp(let sites): "with the figures of \(names(sites)), which went into it"
        case .rollUpWithoutDenominator(let sites): "no denominator of \(names(sites))"
        case .predecessorsDenominator: "the denominator is the sum of its predecessors'; it has none of its own yet"
        case .partsOf(let sites): "without the figures of \(names(sites)), parts of which came over"
        case .succeeded(let site, let day): "went into \(site.shortName) on \(day.vietnamese)"
        case .lived(let period):
            "the denominator is of the days there was the office, \(period.first.vietnamese)–\(period.last.vietnamese)"
        case .levelEnded(let day): "none any more from \(day.vietnamese): history only"
        case .withoutEnded(let levels): "without \(names(levels)), which has ended"
        case .otherReading(let reading, let isMet):
            "by the other reading the target is "
                + FigureText(.english).percentage(
                    Rate(reading.permille, of: 1000), decimals: reading.permille % 10 == 0 ? 0 : 1)
                + (isMet.map { $0 ? " (met)" : " (not met)" } ?? "") + ": \(reading.basis)"
        }
    }

    private static func names(_ levels: [Level]) -> String {
        levels.map { levelName($0).english.lowercased() }.joined(separator: ", ")
    }

    /// Offices: at most twelve by name.
    private static func names(_ sites: [Site]) -> String {
        let names = sites.prefix(12).map(\.shortName).joined(separator: ", ")
        return sites.count > 12 ? "\(names) and \(sites.count - 12) others" : names
    }

    /// What became of an office in a succession, told of its predecessor.
    static func succession(_ kind: Succession.Kind, to successor: String) -> Text {
        switch kind {
        case .merge: Text("sáp nhập vào \(successor)", "merged into \(successor)")
        case .split: Text("chia một phần thành \(successor)", "split; a part of it is \(successor)")
        case .rename: Text("đổi thành \(successor)", "became \(successor)")
        case .part: Text("tách một phần sang \(successor)", "a part of it went to \(successor)")
        }
    }
}
