import Dossiers
import Spool

/// What is still to be fed into a dossier so that a scan of pages with places of their own is whole: kept on the disk, so
/// that a reload, a locked screen, or a restart of the agent leaves the officer at the same step.
package struct UnfinishedScan: Sendable, Hashable, Codable {
    /// Where the pages of a scan go that is not of the stack.
    package struct Place: Sendable, Hashable, Codable {
        package enum Kind: String, Sendable, Hashable, Codable { case replacing, before, after, backs }

        package var kind: Kind
        /// The page that is replaced, or that the pages stand beside.
        package var page: Int?
        /// The fronts whose backs are fed, in the order of feeding.
        package var fronts: [Int] = []
        /// The stack was sorted again: the first sheet's back is fed first.
        package var isForward = false

        package init(_ kind: Kind, page: Int? = nil, fronts: [Int] = [], isForward: Bool = false) {
            self.kind = kind
            self.page = page
            self.fronts = fronts
            self.isForward = isForward
        }
    }

    /// The fronts of a stack that is to be turned over: the pages that came in after one and up to another.
    private struct Fronts: Sendable, Hashable, Codable {
        var after: Int
        /// Nil until all of them are there.
        var through: Int?
    }

    private var place: Place?
    /// The newest page when the scan for `place` began.
    private var newestBefore = 0
    private var fronts: Fronts?
    /// Sheets that were sealed at that time: of a further submission nothing that was said before holds.
    private let sheetsSealed: Int

    init(of dossier: SpooledDossier) {
        sheetsSealed = dossier.sheetsSealed
    }

    /// Whether it says anything of the dossier as it is now.
    func holds(of dossier: SpooledDossier) -> Bool { dossier.isOpen && dossier.sheetsSealed == sheetsSealed }

    /// A scan begins.
    ///
    /// - Parameters:
    ///   - place: nil of one of the stack.
    ///   - awaitsBacks: the stack is turned over afterwards, for its backs.
    mutating func begin(at place: Place?, awaitsBacks: Bool, in dossier: SpooledDossier) {
        self.place = place
        newestBefore = dossier.newestPage
        guard place == nil else { return }
        // After a jam the rest of the fronts belong to those before.
        let goesOn = fronts.map { $0.through == nil } ?? false
        if !awaitsBacks { fronts = nil } else if !goesOn { fronts = Fronts(after: newestBefore) }
    }

    /// The scan has ended with everything scanned.
    mutating func complete(in dossier: SpooledDossier) {
        if place == nil { fronts?.through = dossier.newestPage }
        if place?.kind == .backs { fronts = nil }
        place = nil
    }

    /// What the next scan is to bring, unless it goes on with the stack; nil when it does.
    func next(in dossier: SpooledDossier) -> Place? {
        guard holds(of: dossier) else { return nil }
        if let place { return rest(of: place, in: dossier) }
        guard let fronts, let through = fronts.through else { return nil }
        let sheets = Set(dossier.allPages.filter { $0.id > fronts.after && $0.id <= through }.map(\.sheet))
        let awaiting = dossier.loneFronts.filter { sheets.contains($0.sheet) }.sorted { $0.sheet > $1.sheet }
        return awaiting.isEmpty ? nil : Place(.backs, fronts: awaiting.map(\.id))
    }

    /// Whether a scan that was not of the stack stopped short.
    var isOfPlace: Bool { place != nil }

    private func rest(of place: Place, in dossier: SpooledDossier) -> Place? {
        var rest = place
        switch place.kind {
        case .backs:
            // By their sheets: a front that was scanned again meanwhile is another page of the same sheet.
            let sheets = Dictionary(dossier.allPages.map { ($0.id, $0.sheet) }) { first, _ in first }
            let lone = Dictionary(dossier.loneFronts.map { ($0.sheet, $0.id) }) { first, _ in first }
            rest.fronts = place.fronts.compactMap { sheets[$0].flatMap { lone[$0] } }
            return rest.fronts.isEmpty ? nil : rest
        case .replacing, .before, .after:
            guard let page = place.page,
                let paper = dossier.papers.first(where: { $0.pages.contains { $0.id == page } }),
                let at = paper.pages.firstIndex(where: { $0.id == page }),
                place.kind == .after || paper.pages[at].removal == nil
            else { return nil }
            if place.kind == .after {
                // Behind those that are in already.
                let inserted = paper.pages[(at + 1)...].prefix { $0.id > newestBefore }
                guard let last = ([paper.pages[at]] + inserted).last(where: { $0.removal == nil }) else { return nil }
                rest.page = last.id
            }
            return rest
        }
    }
}

extension SpooledDossier {
    fileprivate var allPages: [SpooledPage] { papers.flatMap(\.pages) }

    fileprivate var newestPage: Int { allPages.map(\.id).max() ?? 0 }

    /// The pages that are alone on a sheet that was fed.
    fileprivate var loneFronts: [SpooledPage] {
        let fed = allPages.filter { $0.removal == nil || $0.removal == .blank }
        let sides = Dictionary(grouping: fed, by: \.sheet)
        return fed.filter { sides[$0.sheet]?.count == 1 }
    }
}
