import Exchange
import Foundation

/// Settings for stations as somebody writes them into a form.
struct FarSettingsForm: Sendable {
    let bandwidth: String
    let profile: String
    /// One a line: account; name; role; and whether the officer is there no more.
    let officers: String

    /// The characters that are read of the officers' field: more than as many officers as there may be.
    private static let longest = 40_000

    init(_ form: FormFields) {
        bandwidth = form.text("bandwidth") ?? ""
        profile = form.text("profile") ?? ""
        officers = form.text("officers") ?? ""
    }

    init(_ settings: StationSettings?) {
        bandwidth = settings?.bandwidth ?? ""
        profile = settings?.profile ?? ""
        officers = (settings?.officers ?? []).map(Self.line).joined(separator: "\n")
    }

    /// The settings, or what is wrong with them and where.
    var settings: Result<StationSettings, Refusal> {
        guard officers.unicodeScalars.count <= Self.longest else {
            return .failure(Refusal(Texts.fault(.tooManyOfficers)))
        }
        var named: [StationSettings.Officer] = []
        let lines = officers.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (number, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
            guard let officer = Self.officer(line) else { return .failure(Refusal(Texts.badOfficerLine(number + 1))) }
            named.append(officer)
        }
        let settings = StationSettings(
            bandwidth: bandwidth.isEmpty ? nil : bandwidth, profile: profile.isEmpty ? nil : profile,
            officers: named.isEmpty ? nil : named)
        return settings.fault.map { .failure(Refusal(Texts.fault($0))) } ?? .success(settings)
    }

    /// Why settings cannot be.
    struct Refusal: Error {
        let text: Text

        init(_ text: Text) { self.text = text }
    }

    private static func line(_ officer: StationSettings.Officer) -> String {
        let role = officer.role == "manager" ? Texts.roleManager : Texts.roleOfficer
        return
            ([officer.name, officer.displayName, role.vietnamese]
            + (officer.isActive ? [] : [Texts.officerGone.vietnamese])).joined(separator: "; ")
    }

    /// Words are taken in both languages, and without regard to case.
    private static func officer(_ line: Substring) -> StationSettings.Officer? {
        let fields = line.split(separator: ";", omittingEmptySubsequences: false).map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        func means(_ word: String, _ text: Text) -> Bool {
            [text.vietnamese, text.english].contains { $0.lowercased() == word.lowercased() }
        }
        guard fields.count == 3 || fields.count == 4 else { return nil }
        let isManager = means(fields[2], Texts.roleManager)
        guard isManager || means(fields[2], Texts.roleOfficer) else { return nil }
        if fields.count == 4, !means(fields[3], Texts.officerGone) { return nil }
        return StationSettings.Officer(
            name: fields[0], displayName: fields[1], role: isManager ? "manager" : "officer",
            isActive: fields.count == 3)
    }
}
