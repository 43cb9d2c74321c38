import ContentStore
import Dossiers
import Scanning
import Spool

/// Finds papers of a dossier that seem to have been scanned twice, as after a jam when a sheet too many is loaded
/// again.
actor Lookalikes {
    /// A page that looks like one that was scanned before it; their rows.
    struct Pair: Hashable {
        var page: Int
        var earlier: Int
    }

    /// How many pages before a page are looked at: a sheet that is fed again comes soon.
    static let reach = 10
    /// Comparisons that are remembered, some 2 MB.
    private static let limit = 20_000
    /// How long a citizen at the desk is kept waiting for it; a dossier of hundreds of pages on one form takes longer.
    static let patience = Duration.seconds(2)

    private struct Key: Hashable {
        var page: ContentDigest
        var earlier: ContentDigest
    }

    private let previews: PreviewStore
    private let patience: Duration
    private var known: [Key: Bool] = [:]
    /// Comparisons that were made, not remembered.
    private var compared = 0

    /// - Parameter previews: where the maps of the pages' ink are.
    init(previews: PreviewStore, patience: Duration = Lookalikes.patience) {
        self.previews = previews
        self.patience = patience
    }

    /// The pages that look like an earlier one, in the order in which they were scanned. Blank pages all look alike,
    /// and of pages whose map is not there nothing is told.
    ///
    /// When it takes too long, those that were found until then; asked again, it goes on from there.
    func pairs(in dossier: SpooledDossier) async -> [Pair] {
        let pages = dossier.papers.flatMap(\.pages).filter {
            $0.removal == nil && !$0.page.flags.contains(.blankSuspected)
        }.sorted { $0.id < $1.id }
        var fields: [ContentDigest: InkField] = [:]
        var pairs: [Pair] = []
        let end = ContinuousClock.now + patience
        for (index, page) in pages.enumerated() {
            let known = compared
            let before = pages[max(0, index - Self.reach)..<index]
            let twin = before.last { $0.page.digest != page.page.digest && isAlike(page.page, $0.page, &fields) }
            if let twin { pairs.append(Pair(page: page.id, earlier: twin.id)) }
            if index >= Self.reach { fields[pages[index - Self.reach].page.digest] = nil }
            // What is remembered costs nothing: each call comes further than the last.
            if compared > known, ContinuousClock.now >= end { break }
            // Others want the processor, too.
            await Task.yield()
        }
        return pairs
    }

    private func isAlike(_ page: Page, _ earlier: Page, _ fields: inout [ContentDigest: InkField]) -> Bool {
        let key = Key(page: page.digest, earlier: earlier.digest)
        if let known = known[key] { return known }
        guard let one = field(of: page.digest, &fields), let other = field(of: earlier.digest, &fields) else {
            return false
        }
        let isAlike = one.isSamePaper(as: other)
        compared += 1
        if known.count >= Self.limit { known = [:] }
        known[key] = isAlike
        return isAlike
    }

    private func field(of page: ContentDigest, _ fields: inout [ContentDigest: InkField]) -> InkField? {
        if let field = fields[page] { return field }
        let field = previews.read(.ink, of: page).flatMap(InkMap.init(bytes:)).map(InkField.init)
        fields[page] = field
        return field
    }
}
