import Dossiers

/// A manifest's place among those of the same dossier and site.
struct ManifestNode: Hashable {
    let id: Int64
    let order: SealOrder
    /// What it says of the dossier: see `Manifest.contentDigest`.
    let content: ContentDigest
    /// Whether every page of it is stored. One that is only announced overtakes nothing yet.
    var isComplete: Bool
    /// The manifests it names as superseded.
    let supersedes: [Int64]
}

/// When a manifest was sealed; the digest decides where the second is the same.
struct SealOrder: Hashable, Comparable {
    let sealedAt: Int
    let digest: ContentDigest

    static func < (a: SealOrder, b: SealOrder) -> Bool { (a.sealedAt, a.digest) < (b.sealedAt, b.digest) }
}

/// Which manifests of a dossier stand: a function of the set of manifests, so that the order of arrival is all one.
enum Effectiveness {
    /// The complete manifests that no complete one overtakes; of several that say the same, the first sealed.
    ///
    /// A manifest overtakes those that it supersedes, directly or through others, and what was sealed before it and
    /// says the same as one of those. The latter matters where a station was enrolled again before its receipt came
    /// through: the correction then names the second statement, and must take the place of the first, too.
    static func effective(among nodes: [ManifestNode]) -> Set<Int64> {
        let complete = nodes.filter(\.isComplete)
        guard complete.count > 1 else { return Set(complete.map(\.id)) }
        let lines = Lines(nodes)
        var standing = complete.filter { node in
            !complete.contains { $0.id != node.id && lines.overtakes($0, node) }
        }
        // Clocks that were set wrong can make two restatements overtake each other. A dossier never vanishes for that.
        if standing.isEmpty, let last = complete.max(by: { $0.order < $1.order }) { standing = [last] }
        return Set(firstOfEachContent(standing).map(\.id))
    }

    /// The complete manifests that count as submissions: of several that say the same, the first sealed.
    static func submissions(among nodes: [ManifestNode]) -> Set<Int64> {
        Set(firstOfEachContent(nodes.filter(\.isComplete)).map(\.id))
    }

    private static func firstOfEachContent(_ nodes: [ManifestNode]) -> [ManifestNode] {
        Dictionary(grouping: nodes, by: \.content).values.compactMap { same in same.min { $0.order < $1.order } }
    }
}

/// For each manifest, those that it supersedes directly or through others.
private struct Lines {
    private let nodes: [Int64: ManifestNode]
    private let superseded: [Int64: Set<Int64>]

    init(_ list: [ManifestNode]) {
        let nodes = Dictionary(uniqueKeysWithValues: list.map { ($0.id, $0) })
        var superseded: [Int64: Set<Int64>] = [:]
        for node in list {
            var found: Set<Int64> = []
            var open = node.supersedes
            while let next = open.popLast() {
                if found.insert(next).inserted { open += nodes[next]?.supersedes ?? [] }
            }
            superseded[node.id] = found
        }
        self.nodes = nodes
        self.superseded = superseded
    }

    func overtakes(_ later: ManifestNode, _ node: ManifestNode) -> Bool {
        let below = superseded[later.id] ?? []
        if below.contains(node.id) { return true }
        return node.order < later.order
            && !(superseded[node.id] ?? []).contains(later.id)
            && below.contains { nodes[$0]?.content == node.content }
    }
}
