import Dossiers
import Registry

/// What the frame round a page shows.
struct FrameView: Sendable {
    /// The pages that the navigation leads to.
    enum Place: String, CaseIterable, Sendable {
        case overview
        case offices
        case procedures
        case dossiers
        case reports
        case imports
        case officers
        case operations
        case accounts
        case audit
        case account

        var path: String {
            switch self {
            case .overview: "/"
            case .offices: "/offices"
            case .procedures: "/procedures"
            case .officers: "/officers"
            case .operations: "/operations"
            case .dossiers: "/dossiers"
            case .imports: "/imports"
            case .reports: "/reports"
            case .accounts: "/accounts"
            case .audit: "/audit"
            case .account: "/account"
            }
        }

        /// Where it leads somebody; nil where it is not offered. Imported tables and frozen reports are about the whole
        /// province: whoever reaches a part of it is shown the denominators of that part.
        func path(for access: Access) -> String? {
            guard permission.map(access.allows) ?? true else { return nil }
            guard let permission, permission == .seeImports, !access.allowsThroughout(permission) else { return path }
            return self == .imports ? "/baselines" : nil
        }

        /// What it is called where it leads to `path`.
        func name(leadingTo path: String) -> Text {
            path == self.path ? Texts.pageName(self) : Texts.tabBaselines
        }

        /// Whether it is for those who look after the system, and stands in the menu behind the pages that everybody reads.
        var isManagement: Bool {
            switch self {
            case .overview, .offices, .procedures, .dossiers, .reports, .account: false
            case .imports, .officers, .operations, .accounts, .audit: true
            }
        }

        /// What is needed for it to be offered; nil where a session is enough.
        var permission: Permission? {
            switch self {
            case .overview, .account: nil
            case .offices, .procedures: .seeFigures
            case .officers: .seeOfficers
            case .operations: .seeOperations
            case .dossiers: .listDossiers
            case .imports, .reports: .seeImports
            case .accounts: .seeAccounts
            case .audit: .seeAudit
            }
        }
    }

    struct Link: Sendable {
        let name: String
        let path: String
        let isCurrent: Bool
    }

    struct Person: Sendable {
        let name: String
        let role: String
        let scope: String
        let csrf: String
    }

    let title: String
    let language: String
    let otherLanguage: String
    let otherLanguageName: String
    /// Where the language switch leads back to.
    let here: String
    let places: [Link]
    let hasPlaces: Bool
    /// The pages for those who look after the system.
    let management: [Link]
    let hasManagement: Bool
    /// Whether the page is one of them.
    let isManagement: Bool
    /// Of the session, whole or half.
    let csrf: String?
    /// Who is signed in; nil before the sign-in.
    let person: Person?
    let styleVersion: String
}

extension FrameView {
    /// - Parameters:
    ///   - place: the page of the navigation that this is, or belongs to.
    ///   - scopeName: of the visitor's office.
    init(title: String, place: Place?, ask: WebAsk, scopeName: String? = nil) {
        let language = ask.language
        // Half a session, or one with a password to be changed, has nowhere to go yet.
        let visitor = ask.visitor.flatMap { $0.session.stage == .open ? $0 : nil }
        let places = visitor.map { visitor in
            visitor.account.mustChangePassword
                ? []
                : Place.allCases.filter { $0 != .account && $0.path(for: visitor.access) != nil }
        }
        let links = { (places: [Place]) in
            places.compactMap { shown in
                visitor.flatMap { shown.path(for: $0.access) }.map {
                    Link(name: shown.name(leadingTo: $0)(language), path: $0, isCurrent: shown == place)
                }
            }
        }
        let (read, managed) = ((places ?? []).filter { !$0.isManagement }, (places ?? []).filter(\.isManagement))
        self.init(
            title: title, language: language.rawValue, otherLanguage: language.other.rawValue,
            otherLanguageName: language.other.ownName, here: ask.here, places: links(read),
            hasPlaces: places?.isEmpty == false, management: links(managed), hasManagement: !managed.isEmpty,
            isManagement: place?.isManagement == true, csrf: ask.visitor?.session.csrf,
            person: visitor.map {
                Person(
                    name: $0.account.displayName, role: Texts.roleName($0.account.role)(language),
                    scope: scopeName ?? $0.account.scope?.rawValue ?? Texts.wholeProvince(language),
                    csrf: $0.session.csrf)
            },
            styleVersion: WebAssets.styleVersion)
    }
}
