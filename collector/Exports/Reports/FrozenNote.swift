import Dossiers
import Progress

/// A note of a line in a frozen document: its `code`, its `text` as it was shown, and whatever it speaks of.
struct FrozenNote: Codable, Hashable {
    let code: String
    /// For people who read the document; never read back.
    let text: String
    var counted: Int?
    var parts: Int?
    var levels: [Level]?
    var sites: [Site]?
    var day: CalendarDay?
    var period: String?
    var reading: Target.Reading?
    var isMet: Bool?

    init(_ note: ReportLine.Note) {
        text = note.vietnamese
        switch note {
        case .reported(let counted): (code, self.counted) = ("reported", counted)
        case .mixed: code = "mixed"
        case .aboveDenominator: code = "above_denominator"
        case .exempt: code = "exempt"
        case .levelDenominator: code = "level_denominator"
        case .summedDenominator(let parts): (code, self.parts) = ("summed_denominator", parts)
        case .incomplete(let levels): (code, self.levels) = ("incomplete", levels)
        case .unlike(let levels): (code, self.levels) = ("unlike", levels)
        case .nothingReceived: code = "nothing_received"
        case .rolledUp(let sites): (code, self.sites) = ("rolled_up", sites)
        case .rollUpWithoutDenominator(let sites): (code, self.sites) = ("roll_up_without_denominator", sites)
        case .predecessorsDenominator: code = "predecessors_denominator"
        case .partsOf(let sites): (code, self.sites) = ("parts_of", sites)
        case .succeeded(let site, let day): (code, sites, self.day) = ("succeeded", [site], day)
        case .lived(let period): (code, self.period) = ("lived", period.description)
        case .levelEnded(let day): (code, self.day) = ("level_ended", day)
        case .withoutEnded(let levels): (code, self.levels) = ("without_ended", levels)
        case .otherReading(let reading, let isMet): (code, self.reading, self.isMet) = ("other_reading", reading, isMet)
        }
    }

    func note() throws(FrozenReportError) -> ReportLine.Note {
        switch code {
        case "reported": .reported(counted: try given(counted))
        case "mixed": .mixed
        case "above_denominator": .aboveDenominator
        case "exempt": .exempt
        case "level_denominator": .levelDenominator
        case "summed_denominator": .summedDenominator(try given(parts))
        case "incomplete": .incomplete(try given(levels))
        case "unlike": .unlike(try given(levels))
        case "nothing_received": .nothingReceived
        case "rolled_up": .rolledUp(try given(sites))
        case "roll_up_without_denominator": .rollUpWithoutDenominator(try given(sites))
        case "predecessors_denominator": .predecessorsDenominator
        case "parts_of": .partsOf(try given(sites))
        case "succeeded": .succeeded(by: try given(sites?.first), on: try given(day))
        case "lived": .lived(try given(period.flatMap { Period($0) }))
        case "level_ended": .levelEnded(try given(day))
        case "without_ended": .withoutEnded(try given(levels))
        case "other_reading": .otherReading(try given(reading), isMet: isMet)
        default: throw .unknownForm
        }
    }

    private func given<Value>(_ value: Value?) throws(FrozenReportError) -> Value {
        guard let value else { throw .unknownForm }
        return value
    }
}
