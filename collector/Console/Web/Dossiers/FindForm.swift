import Dossiers
import Registry

/// What is looked for, as it was typed.
struct FindForm: Sendable {
    let code: String
    let owner: String
    let identityNumber: String
    let number: String
    let type: String
    let procedure: String
    let site: String
    let from: String
    let to: String

    init(_ fields: FormFields) {
        func text(_ name: String) -> String { fields.text(name) ?? "" }
        code = text("code")
        owner = text("owner")
        identityNumber = text("identityNumber")
        number = text("number")
        type = text("type")
        procedure = text("procedure")
        site = text("site")
        from = text("from")
        to = text("to")
    }

    /// Why it cannot be looked for.
    enum Problem: Error {
        case nothing
        case tooLong
        case badDay
        case daysReversed
        /// Persons are looked for by those alone who may open dossiers.
        case persons
        case unknownOffice

        var text: Text {
            switch self {
            case .nothing: Texts.nothingAsked
            case .tooLong: Texts.askedTooLong
            case .badDay: Texts.badDay
            case .daysReversed: Texts.daysReversed
            case .persons: Texts.personsClosed
            case .unknownOffice: Texts.unknownOffice
            }
        }
    }

    private static let longest = 200

    /// The question, or what is wrong with it.
    func query(mayOpen: Bool, _ offices: OfficeChoices) -> Result<DossierQuery, Problem> {
        let all = [code, owner, identityNumber, number, type, procedure, site, from, to]
        if all.allSatisfy(\.isEmpty) { return .failure(.nothing) }
        if all.contains(where: { $0.unicodeScalars.count > Self.longest }) { return .failure(.tooLong) }
        if !mayOpen, !owner.isEmpty || !identityNumber.isEmpty { return .failure(.persons) }
        let (first, last) = (CalendarDay(from), CalendarDay(to))
        if !from.isEmpty && first == nil || !to.isEmpty && last == nil { return .failure(.badDay) }
        if let first, let last, first > last { return .failure(.daysReversed) }
        var sites: Set<SiteID>?
        if !site.isEmpty {
            guard let id = SiteID(rawValue: site), offices.names[id] != nil else { return .failure(.unknownOffice) }
            // An office and those below it.
            sites = offices.records.subtree(of: id, on: offices.day)
        }
        func given(_ text: String) -> String? { text.isEmpty ? nil : text }
        let hasDay = first != nil || last != nil
        return .success(
            DossierQuery(
                code: given(code), ownerName: given(owner), identityNumber: given(identityNumber),
                paperType: given(type), paperNumber: given(number), procedure: given(procedure), sites: sites,
                received: hasDay ? (first ?? CalendarDay(number: 0))...(last ?? offices.day) : nil))
    }

    /// What is looked by, for the audit trail; never what was typed.
    var criteria: [String] {
        [
            ("code", code), ("owner", owner), ("identity number", identityNumber), ("paper number", number),
            ("paper type", type), ("procedure", procedure), ("site", site), ("day", from + to),
        ].compactMap { $0.1.isEmpty ? nil : $0.0 }
    }
}
