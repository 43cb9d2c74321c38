import ArgumentParser
import Dossiers
import Spool

/// A paper on the command line: `ROLE:TYPE[,key=value…]`.
struct DocumentArgument: ExpressibleByArgument, Sendable {
    static let form = """
        ROLE:TYPE[,key=value…]: role is component, arising or result; keys are sheets (sheets of the stack that belong \
        to it; all that follow without it), number, issued (yyyy-MM-dd), issuer, authority with level (province, \
        district, commune; this office without them), in-force (yes, no). A comma within a value is written \\,
        """

    var role: DocumentRole
    var type: String
    var number: String?
    var issuedOn: CalendarDay?
    var issuer: String?
    var authority: String?
    var level: Level?
    var inForce = true
    var sheets: Int?

    init?(argument: String) {
        var parts = Self.split(argument)
        let head = parts.removeFirst().split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard head.count == 2, let role = DocumentRole(rawValue: String(head[0])), !head[1].isEmpty else { return nil }
        self.role = role
        type = String(head[1])
        for part in parts {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2, set(String(pair[0]), to: String(pair[1])) else { return nil }
        }
        guard (authority == nil) == (level == nil) else { return nil }
    }

    /// The paper as the spool takes it; without an authority of its own it is this office's.
    func draft(at identity: EnrolledStation) -> DocumentDraft {
        DocumentDraft(
            document: Document(
                role: role, type: type, number: number, issuedOn: issuedOn, issuer: issuer,
                authority: authority ?? identity.site.rawValue, level: level ?? identity.level, inForce: inForce),
            sheets: sheets)
    }

    private mutating func set(_ key: String, to value: String) -> Bool {
        switch key {
        case "sheets":
            sheets = Int(value)
            return sheets.map { $0 > 0 } ?? false
        case "number": number = value
        case "issued":
            issuedOn = CalendarDay(value)
            return issuedOn != nil
        case "issuer": issuer = value
        case "authority": authority = value
        case "level":
            level = Level(rawValue: value)
            return level != nil
        case "in-force":
            inForce = value == "yes"
            return value == "yes" || value == "no"
        default: return false
        }
        return true
    }

    private static func split(_ text: String) -> [String] {
        var parts = [""]
        var isEscaped = false
        for character in text {
            switch character {
            case "\\" where !isEscaped:
                isEscaped = true
                continue
            case "," where !isEscaped: parts.append("")
            default: parts[parts.count - 1].append(character)
            }
            isEscaped = false
        }
        return parts
    }
}
