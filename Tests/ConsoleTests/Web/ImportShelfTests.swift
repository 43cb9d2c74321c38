import Dossiers
import Exchange
import Foundation
import Testing

@testable import Console

@Suite("Files between preview and import")
struct ImportShelfTests {
    private let session = ContentDigest(sha256Of: Data("a".utf8))
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    private func order(_ count: Int) -> ImportOrder {
        ImportOrder(kind: .targets, content: .file(name: "a.csv", bytes: [UInt8](repeating: 0, count: count)))
    }

    private func isHeld(_ token: String, _ shelf: ImportShelf, _ moment: Date? = nil) -> Bool {
        shelf.take(token, of: session, at: moment ?? now) != nil
    }

    @Test("32 MB are held, and 32 files; what came first is let go")
    func limits() {
        let shelf = ImportShelf()
        let large = (0..<5).map { _ in shelf.put(order(8 << 20), of: session, at: now) }
        #expect(large.map { isHeld($0, shelf) } == [false, true, true, true, true])
        let other = ImportShelf()
        let small = (0..<33).map { _ in other.put(order(1), of: session, at: now) }
        #expect(small.map { isHeld($0, other) } == [false] + Array(repeating: true, count: 32))
    }

    @Test("What is held is gone after half an hour, and when the clock was set back as far")
    func lifetime() {
        let shelf = ImportShelf()
        let token = shelf.put(order(1), of: session, at: now)
        #expect(isHeld(token, shelf, now + 1800) && !isHeld(token, shelf, now + 1801))
        let second = shelf.put(order(1), of: session, at: now)
        #expect(!isHeld(second, shelf, now - 1801))
    }

    @Test("What was imported gives its bytes back and tells where that is told; another session sees nothing")
    func done() {
        let shelf = ImportShelf()
        let token = shelf.put(order(8 << 20), of: session, at: now)
        #expect(shelf.take(token, of: ContentDigest(sha256Of: Data("b".utf8)), at: now) == nil)
        shelf.finish(token, path: "/imports")
        guard case .done("/imports") = shelf.take(token, of: session, at: now) else {
            Issue.record("it is not done")
            return
        }
        // Its bytes count no more: four others have room beside it.
        for _ in 0..<4 { _ = shelf.put(order(8 << 20), of: session, at: now) }
        #expect(isHeld(token, shelf))
        shelf.drop(token, of: session)
        #expect(!isHeld(token, shelf))
    }
}
