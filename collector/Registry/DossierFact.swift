import Dossiers

/// What counts of a dossier, at however many offices it was scanned: its code is unique in the province.
struct DossierFact: Hashable {
    /// The office that sealed it first.
    var site: SiteID
    /// The day of reception in the code, else the first sealing.
    var day: CalendarDay
    var isDigitised: Bool
    /// Distinct component papers, scanned or reused.
    var papers: Int
    /// Of those, the ones that were reused and scanned nowhere.
    var reusedPapers: Int
    /// What the last sealed statement that stands says it is of.
    var procedure: OpaqueText
    /// The pages of all that stands.
    var pages: Int

    /// What one complete manifest says of the dossier.
    struct Statement: Hashable {
        /// The manifest's row.
        let id: Int64
        let site: SiteID
        let order: SealOrder
        let isEffective: Bool
        /// It says that the compulsory components are all there, and holds at least one.
        let hasComponents: Bool
        let papers: [ComponentPaper]
        let procedure: OpaqueText
        /// Who sealed it: an account name at the site.
        let officer: OpaqueText
        let pages: Int
    }

    /// A dossier belongs to the office that sealed it first, whatever arrived first, and is digitised when what stands
    /// of any office says that it has all components. A paper that several offices state is one paper; where one of them
    /// scanned it, it was not spared the scan.
    ///
    /// - Returns: nil when no manifest is complete.
    static func derive(code: DossierCode, from statements: [Statement]) -> DossierFact? {
        guard let first = first(of: statements) else { return nil }
        let standing = statements.filter(\.isEffective)
        let last = standing.max { $0.order < $1.order } ?? first
        let reused = Dictionary(
            standing.flatMap(\.papers).map { ($0.key, $0.isReused) }, uniquingKeysWith: { $0 && $1 })
        return DossierFact(
            site: first.site, day: code.receivedOn ?? first.order.day,
            isDigitised: standing.contains(where: \.hasComponents), papers: reused.count,
            reusedPapers: reused.values.count { $0 }, procedure: last.procedure,
            pages: standing.reduce(0) { $0 + $1.pages })
    }

    /// What was sealed first, at any office: the dossier is that office's, and that officer's.
    static func first(of statements: [Statement]) -> Statement? { statements.min { $0.order < $1.order } }
}

/// A component paper as a manifest states it.
struct ComponentPaper: Hashable {
    /// What makes it one paper of its dossier: (competent authority, type, number); where it has no number, its type and
    /// its place among those of that type without one, for a dossier may have two of a kind.
    let key: OpaqueText
    let isReused: Bool

    /// The component papers among `documents`, which are those of one manifest in its order.
    static func all(in documents: [Document]) -> [ComponentPaper] {
        var counter = KeyMaker()
        return documents.filter { $0.role == .component }.map { document in
            ComponentPaper(
                key: counter.key(authority: document.authority, type: document.type, number: document.number),
                isReused: document.reuse != nil)
        }
    }

    /// Makes the keys of the components of one manifest, which it is given in their order.
    struct KeyMaker {
        private var unnumbered: [OpaqueText: Int] = [:]

        /// The key of the next component. Parts are separated by U+001F, which no field may contain.
        mutating func key(authority: String, type: String, number: String?) -> OpaqueText {
            let parts: [String]
            if let number {
                parts = ["n", authority, type, number]
            } else {
                let place = unnumbered[OpaqueText(type), default: 0] + 1
                unnumbered[OpaqueText(type)] = place
                parts = ["u", type, String(place)]
            }
            return OpaqueText(parts.joined(separator: "\u{1F}"))
        }
    }
}
