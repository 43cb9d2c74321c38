import Dossiers
import Foundation
import Registry

/// What an administrator fills in for an account, and what is wrong with it.
struct AccountForm: Sendable {
    struct Choice: Sendable {
        let value: String
        let name: String
        let isChosen: Bool
    }

    var username = ""
    var displayName = ""
    var role = ""
    var scope = ""
    var errors: [String: String] = [:]

    init() {}

    init(_ account: AccountRecord) {
        username = account.username.rawValue
        displayName = account.displayName
        role = account.role.rawValue
        scope = account.scope?.rawValue ?? ""
    }

    /// What was posted.
    init(_ form: FormFields, username: String? = nil) {
        self.username = String((username ?? form.text("username") ?? "").prefix(64))
        displayName = form.text("displayName") ?? ""
        role = form["role"] ?? ""
        scope = form["scope"] ?? ""
    }

    /// The terms, or nil with what is wrong in `errors`.
    mutating func terms(_ offices: OfficeChoices, _ visitor: Visitor, _ language: Language) -> AccountTerms? {
        if !isField(displayName, limit: TextLimit.name) { errors["displayName"] = Texts.badDisplayName(language) }
        let site = SiteID(rawValue: scope)
        if !scope.isEmpty, site.map({ offices.names[$0] == nil }) ?? true {
            errors["scope"] = Texts.scopeBeyond(language)
        }
        guard let role = Role(rawValue: role) else {
            errors["role"] = Texts.badRole(language)
            return nil
        }
        guard let terms = try? AccountTerms(displayName: displayName, role: role, scope: site) else {
            if errors["scope"] == nil { errors["scope"] = Texts.scopeMissing(language) }
            return nil
        }
        let reach = offices.records.reach(of: site, on: offices.day)
        if errors["scope"] == nil, !visitor.access.mayManageAccount(reaching: reach) {
            errors["scope"] = Texts.scopeBeyond(language)
        }
        return errors.isEmpty ? terms : nil
    }

    func roles(_ language: Language) -> [Choice] {
        [Choice(value: "", name: Texts.chooseRole(language), isChosen: role.isEmpty)]
            + Role.allCases.map {
                Choice(value: $0.rawValue, name: Texts.roleName($0)(language), isChosen: $0.rawValue == role)
            }
    }
}

/// The offices that an administrator can give to an account.
struct OfficeChoices: Sendable {
    let records: SiteRecords
    let day: CalendarDay
    /// Those within the administrator's own reach.
    let names: [SiteID: String]
    private let isProvincial: Bool

    init(_ registry: Registry, _ visitor: Visitor, on day: CalendarDay) throws(RegistryError) {
        let records = try registry.siteRecords()
        self.records = records
        self.day = day
        isProvincial = visitor.access.reach == .province
        names = Dictionary(
            uniqueKeysWithValues: records.sites(on: day)
                .filter { visitor.access.reach.covers(.offices([$0.id])) }
                .map { site in
                    let parent = site.parent.flatMap { records.site($0, on: day) }
                    return (site.id, site.pageName(under: parent))
                })
    }

    /// What an account's scope is called, also where the office is beyond the choices or closed.
    func name(of scope: SiteID?, _ language: Language) -> String {
        guard let scope else { return Texts.wholeProvince(language) }
        return names[scope] ?? records.facts[scope]?.last?.name ?? scope.rawValue
    }

    /// The choices: by level, then by the office above, then by name, numbers by their value.
    func choices(chosen: String, _ language: Language) -> [AccountForm.Choice] {
        let keys = names.keys.map { id in
            let site = records.site(id, on: day)
            let parent = site?.parent.flatMap { records.site($0, on: day) }
            return (
                id: id, level: site?.level ?? .commune, key: searchKey(of: "\(parent?.name ?? "")/\(names[id] ?? "")")
            )
        }
        let offices = keys.sorted { a, b in
            a.level != b.level ? a.level < b.level : a.key.compare(b.key, options: .numeric) == .orderedAscending
        }.map {
            AccountForm.Choice(value: $0.id.rawValue, name: names[$0.id] ?? "", isChosen: $0.id.rawValue == chosen)
        }
        return isProvincial
            ? [AccountForm.Choice(value: "", name: Texts.wholeProvince(language), isChosen: chosen.isEmpty)] + offices
            : offices
    }
}
