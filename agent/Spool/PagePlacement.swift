/// Where a page goes that is added to a dossier.
package enum PagePlacement: Sendable, Hashable, Codable {
    /// Behind the pages of the first paper whose sheets are not all there.
    case next
    /// Behind the pages of a paper.
    case endOf(paper: Int)
    /// In the place of a page, which goes out as rescanned.
    case replacing(page: Int)
    case before(page: Int)
    case after(page: Int)
    /// Right after a front, as the other side of its sheet.
    case backOf(page: Int)
}

/// A page that was added to a dossier.
package struct AddedPage: Sendable, Hashable {
    /// Its identity in the spool.
    package var id: Int
    /// How many pages the dossier has with it.
    package var number: Int

    package init(id: Int, number: Int) {
        self.id = id
        self.number = number
    }
}

/// The places of the pages of one scan or file, one after another.
package struct PagePlacements: Sendable, Hashable {
    private var waiting: ArraySlice<PagePlacement>
    private var last: PagePlacement

    /// The first page goes to `first`, and those that follow behind it.
    package init(_ first: PagePlacement = .next) {
        waiting = [first]
        last = first
    }

    /// Each page takes the place of the next of `pages`; what comes beyond goes behind the last.
    package init(replacing pages: [Int]) { self.init(pages.map { .replacing(page: $0) }) }

    /// Each page is the back of the next of `fronts`, as when a stack is turned over and fed again: then the fronts are
    /// given from the last to the first. What comes beyond goes to the next paper that waits for a sheet, to be seen.
    package init(backsOf fronts: [Int]) { self.init(fronts.map { .backOf(page: $0) }) }

    private init(_ all: [PagePlacement]) {
        waiting = all[...]
        last = .next
    }

    /// Whether the pages go on with the stack, not to places between those that are there.
    package var isOfStack: Bool {
        switch next {
        case .next, .endOf: true
        case .replacing, .before, .after, .backOf: false
        }
    }

    /// The places that are named for pages to come.
    var named: [PagePlacement] { waiting.isEmpty ? [last] : Array(waiting) }

    /// Where the next page goes.
    package var next: PagePlacement { waiting.first ?? last }

    /// The page that was to go to `next` is there.
    package mutating func added(_ page: AddedPage) {
        let placement = next
        waiting = waiting.dropFirst()
        switch placement {
        case .next, .endOf, .before: last = placement
        case .replacing, .after: last = .after(page: page.id)
        case .backOf: last = .next
        }
    }
}
