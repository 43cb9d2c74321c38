import Dossiers
import Progress
import Registry

/// Successions as they are put into a form: who becomes what, by which kind, on which day, by which decree.
struct SuccessionForm: Sendable {
    /// As they were typed; empty ones are left out.
    var predecessors: [String]
    var successors: [String]
    var kind: String
    var day: String
    var decree: String

    /// What stands in the audit trail in the place of a file's name.
    static let source = "/imports/successions"
    /// Fields for offices on either side; more of them come as a file.
    static let (mostPredecessors, mostSuccessors) = (8, 4)

    init(_ fields: FormFields) {
        func offices(_ name: String, _ most: Int) -> [String] {
            fields.all(name).prefix(most).map { $0.split(separator: " ").joined(separator: " ") }
                .filter { !$0.isEmpty }
        }
        predecessors = offices("from", Self.mostPredecessors)
        successors = offices("to", Self.mostSuccessors)
        kind = fields.text("kind") ?? ""
        day = fields.text("day") ?? ""
        decree = fields.text("decree") ?? ""
    }

    /// What is missing or of no form; nil where the table can be made. Whether it fits is for the table to say.
    var problem: Text? {
        if predecessors.isEmpty || successors.isEmpty { return Texts.successionOffices }
        if let wrong = (predecessors + successors).first(where: { SiteID(rawValue: $0) == nil }) {
            return Texts.noOfficeIdentity(wrong)
        }
        if Succession.Kind(rawValue: kind) == nil { return Texts.successionKindMissing }
        return CalendarDay(day) == nil ? Texts.badDay : nil
    }

    /// - Precondition: there is no `problem`.
    func table() throws(ImportFailure) -> SuccessionTable {
        try SuccessionTable(
            from: predecessors.compactMap(SiteID.init(rawValue:)), to: successors.compactMap(SiteID.init(rawValue:)),
            kind: Succession.Kind(rawValue: kind)!, on: CalendarDay(day)!, decree: decree)
    }
}
