import Dossiers
import Spool

/// What may be changed of a paper; a member that is null takes the value away, one that is missing leaves it.
struct PaperChanges: Decodable {
    var role: DocumentRole?
    var type: String?
    var number: Change<String>
    var issuedOn: Change<CalendarDay>
    var issuer: Change<String>
    var authority: Change<String>
    var level: Change<Level>
    var inForce: Bool?
    var sheets: Change<Int>

    private enum CodingKeys: String, CodingKey {
        case role, type, number, issuedOn, issuer, authority, level, inForce, sheets
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        role = try values.decodeIfPresent(DocumentRole.self, forKey: .role)
        type = try values.decodeIfPresent(String.self, forKey: .type)
        number = try values.change(String.self, forKey: .number)
        issuedOn = try values.change(CalendarDay.self, forKey: .issuedOn)
        issuer = try values.change(String.self, forKey: .issuer)
        authority = try values.change(String.self, forKey: .authority)
        level = try values.change(Level.self, forKey: .level)
        inForce = try values.decodeIfPresent(Bool.self, forKey: .inForce)
        sheets = try values.change(Int.self, forKey: .sheets)
    }

    /// The paper as it shall be; without an authority of its own it is this office's.
    func applied(to paper: SpooledPaper, at identity: EnrolledStation) -> DocumentDraft {
        var document = paper.document
        document.pages = []
        document.role = role ?? document.role
        document.type = type ?? document.type
        document.number = number.applied(to: document.number)?.nonEmpty
        document.issuedOn = issuedOn.applied(to: document.issuedOn)
        document.issuer = issuer.applied(to: document.issuer)?.nonEmpty
        document.authority = authority.applied(to: document.authority)?.nonEmpty ?? identity.site.rawValue
        document.level = level.applied(to: document.level) ?? identity.level
        document.inForce = inForce ?? document.inForce
        return DocumentDraft(document: document, sheets: sheets.applied(to: paper.sheets))
    }
}
