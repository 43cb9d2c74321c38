import Dossiers
import Exchange
import Foundation
import TestSupport
import Testing

@testable import Registry

/// Manifests as numbers; what they say as letters.
struct EffectivenessTests {
    private func node(_ id: Int64, _ content: String, sealed: Int, supersedes: [Int64] = [], complete: Bool = true)
        -> ManifestNode
    {
        ManifestNode(
            id: id, order: SealOrder(sealedAt: sealed, digest: ContentDigest(sha256Of: Data("\(id)".utf8))),
            content: ContentDigest(sha256Of: Data(content.utf8)), isComplete: complete, supersedes: supersedes)
    }

    @Test("Two statements that do not know of each other both stand")
    func independent() {
        #expect(Effectiveness.effective(among: [node(1, "a", sealed: 1), node(2, "b", sealed: 2)]) == [1, 2])
    }

    @Test("A correction takes the place of what it names, also through one whose pages never came")
    func corrections() {
        let first = node(1, "a", sealed: 1)
        #expect(Effectiveness.effective(among: [first, node(2, "b", sealed: 2, supersedes: [1])]) == [2])
        let missing = node(2, "b", sealed: 2, supersedes: [1], complete: false)
        #expect(Effectiveness.effective(among: [first, missing]) == [1])
        #expect(Effectiveness.effective(among: [first, missing, node(3, "c", sealed: 3, supersedes: [2])]) == [3])
    }

    @Test("Of two that say the same, the first sealed stands")
    func duplicates() {
        #expect(Effectiveness.effective(among: [node(1, "a", sealed: 2), node(2, "a", sealed: 1)]) == [2])
    }

    @Test("A correction of a restated dossier takes the place of the first statement, too")
    func reenrolled() {
        // 1 was receipted and the receipt was lost; 2 restates it under a new key; 3 corrects 2.
        let nodes = [
            node(1, "a", sealed: 1), node(2, "a", sealed: 2), node(3, "b", sealed: 3, supersedes: [2]),
        ]
        #expect(Effectiveness.effective(among: nodes) == [3])
    }

    @Test("A correction that is taken back stands again")
    func takenBack() {
        let nodes = [
            node(1, "a", sealed: 1), node(2, "b", sealed: 2, supersedes: [1]), node(3, "a", sealed: 3, supersedes: [2]),
        ]
        #expect(Effectiveness.effective(among: nodes) == [3])
    }

    @Test("Whatever clocks say, a dossier with a complete manifest never vanishes")
    func wrongClocks() {
        // Two stations corrected in opposite directions.
        let nodes = [
            node(1, "a", sealed: 10), node(2, "b", sealed: 5, supersedes: [1]), node(3, "b", sealed: 9),
            node(4, "a", sealed: 1, supersedes: [3]),
        ]
        for subset in 1..<16 {
            let chosen = nodes.indices.filter { subset >> $0 & 1 == 1 }.map { nodes[$0] }
            #expect(!Effectiveness.effective(among: chosen).isEmpty)
        }
    }

    @Test("Every distinct statement counts as one submission, superseded or not")
    func submissions() {
        let nodes = [
            node(1, "a", sealed: 1), node(2, "a", sealed: 2), node(3, "b", sealed: 3, supersedes: [2]),
            node(4, "c", sealed: 4, complete: false),
        ]
        #expect(Effectiveness.submissions(among: nodes) == [1, 3])
    }
}
