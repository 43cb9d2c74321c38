import ContentStore
import Dispatch
import Dossiers
import Exchange
import Foundation
import Registry
import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import Intake

@Suite(.timeLimit(.minutes(1)))
struct PagesInFlightTests {
    @Test("Pages become durable side by side, each under its digest; the last one keeps its partial name")
    func together() async throws {
        try await withPages(15, on: WaitingThreads(label: "test", limit: 3)) { pages, contents, store in
            for content in contents.dropLast() { try pages.finish(content.page) }
            pages.finishLast(contents.last!.page)
            try pages.wait()
            for content in contents { #expect(try store.check(content.digest) == .whole) }
            #expect(store.hasPartial("a.14", of: contents[14].digest))
            #expect(!store.hasPartial("a.13", of: contents[13].digest))
        }
    }

    @Test("One that does not become durable is told once, by whoever comes next, and the others are there")
    func oneFails() async throws {
        let threads = WaitingThreads(label: "test", limit: 1)
        try await withPages(4, on: threads) { pages, contents, store in
            try store.removePartial("a.1", of: contents[1].digest)
            for content in contents[..<3] { try pages.finish(content.page) }
            expectLost { () throws(ContentStoreError) in try pages.wait() }
            for (index, content) in contents[..<3].enumerated() {
                #expect(try store.check(content.digest) == (index == 1 ? .missing : .whole))
            }
            // What comes next is another matter.
            try pages.wait()
            try store.removePartial("a.3", of: contents[3].digest)
            pages.finishLast(contents[3].page)
            expectLost { () throws(ContentStoreError) in try pages.finish(contents[0].page) }
        }

        func expectLost(_ body: () throws(ContentStoreError) -> Void) {
            do throws(ContentStoreError) {
                try body()
                Issue.record("a page that lost its name is called stored")
            } catch {
                guard case .system(.noSuchFileOrDirectory, _, _) = error else {
                    Issue.record("\(error)")
                    return
                }
            }
        }
    }

    @Test("No more of an upload's pages are under way than the limit; who brings more waits")
    func limit() async throws {
        let (threads, mayGoOn) = Self.occupied()
        try await withPages(PagesInFlight.limit + 1, on: threads) { pages, contents, store in
            for content in contents.dropLast() { try pages.finish(content.page) }
            let (isTaken, isDone) = (Flag(), DispatchSemaphore(value: 0))
            WaitingThreads(label: "test", limit: 1).run {
                try? pages.finish(contents.last!.page)
                isTaken.set()
                isDone.signal()
            }
            usleep(100_000)
            #expect(!isTaken.isSet)
            mayGoOn.signal()
            isDone.wait()
            try pages.wait()
            for content in contents { #expect(try store.check(content.digest) == .whole) }
        }
    }

    /// What may not be told before the pages that came are durable.
    enum Telling: CaseIterable {
        /// That all of it came.
        case receipt
        /// How far it came.
        case offset
        /// That its time is over; the index is told of its whole pages.
        case end
        /// That a page is wrong; the index is told of those before it.
        case wrongPage
        /// How far it came, as the files are read again after a fault.
        case offsetAfterFault
    }

    @Test(
        "Nothing is told, nor put down in the index, before the pages that came are durable",
        arguments: Telling.allCases)
    func told(_ telling: Telling) async throws {
        let (threads, mayGoOn) = Self.occupied()
        try await withTemporaryDirectory { folder in
            let collector = try await Collector(at: folder, pageThreads: threads)
            let posted = try await Posted(to: collector, lengths: [600_000, 700_000, 10])
            let append = try await collector.intake.beginAppend(
                to: posted.upload.id, at: 0, count: nil, from: posted.identity)
            // More than is held back before it is written: the first page is whole.
            try await append.write(Array(posted.stream.prefix(700_000)))
            let (first, second) = (posted.sealed.manifest.pages[0].digest, posted.sealed.manifest.pages[1].digest)
            let isTold = Flag()
            async let outcome: Void = {
                switch telling {
                case .receipt:
                    try await append.write(Array(posted.stream.dropFirst(700_000)))
                    #expect(try await append.finish().submission?.state == .complete)
                case .offset:
                    #expect(try await append.finish().offset == 700_000)
                case .end:
                    collector.clock.now += 8 * 86_400
                    try await collector.intake.maintain()
                case .wrongPage:
                    await expectError(.pageMismatch) { try await append.write([UInt8](repeating: 0, count: 600_000)) }
                case .offsetAfterFault:
                    // Something else lies where the second page belongs.
                    let place = collector.store.path(of: second).string
                    try Data(count: 5).write(to: URL(filePath: place))
                    await expectError(.internalError) {
                        try await append.write(Array(posted.stream[700_000...]))
                    }
                    try FileManager.default.removeItem(atPath: place)
                    let state = try await collector.intake.upload(posted.upload.id, for: posted.identity)
                    #expect(state.offset == 1_300_000)
                }
                isTold.set()
            }()
            try await Task.sleep(for: .milliseconds(200))
            #expect(!isTold.isSet)
            #expect(try collector.count("siteBlob") == 0)
            #expect(!collector.store.contains(first))
            mayGoOn.signal()
            try await outcome
            #expect(try collector.store.check(first) == .whole)
            let isComplete = [.receipt, .offsetAfterFault].contains(telling)
            #expect(collector.store.contains(second) == isComplete)
            #expect(try collector.count("siteBlob") == [.receipt: 3, .end: 1, .wrongPage: 1][telling] ?? 0)
            try collector.registry.close()
        }
    }

    @Test("Where a page does not become durable the station is told to try again, and then sends it again")
    func failure() async throws {
        try await withCollector { collector in
            let posted = try await Posted(to: collector)
            _ = try await posted.append(posted.stream.prefix(100), at: 0, on: collector)
            try collector.store.removePartial(
                "\(posted.upload.id).0", of: posted.sealed.manifest.pages[0].digest)
            await expectError(.internalError) {
                _ = try await posted.append(posted.stream.dropFirst(100), at: 100, on: collector)
            }
            #expect(try collector.count("receipt") == 0)
            let again = try await collector.intake.submit(posted.sealed.bytes, from: posted.identity)
            #expect(again.upload?.offset == 0)
            try await collector.deliver(posted.sealed, from: posted.station, contents: posted.contents)
            try posted.expectStored(by: collector)
        }
    }

    /// One thread, which has something to do until it is told to go on.
    private static func occupied() -> (threads: WaitingThreads, mayGoOn: DispatchSemaphore) {
        let (threads, mayGoOn) = (WaitingThreads(label: "test", limit: 1), DispatchSemaphore(value: 0))
        threads.run { mayGoOn.wait() }
        return (threads, mayGoOn)
    }

    private struct Content: Sendable {
        let digest: ContentDigest
        let page: CheckedBlob
    }

    /// Whole partial files, `a.0` and so on, that are not durable yet.
    private func withPages(
        _ count: Int, on threads: WaitingThreads,
        _ body: (PagesInFlight, [Content], ContentStore) throws -> Void
    ) async throws {
        try await withTemporaryDirectory { folder in
            let store = try ContentStore(directory: folder.appending("blobs"))
            let contents = try (0..<count).map { index in
                let bytes = SampleContent.bytes(UInt64(index), count: 1000 + index)
                let digest = ContentDigest(sha256Of: bytes)
                var partial = try store.makePartial("a.\(index)", expecting: digest, byteLength: bytes.count)
                // The array outlives the call.
                try unsafe partial.append(bytes.span.bytes)
                return Content(digest: digest, page: try partial.check())
            }
            try body(PagesInFlight(on: threads), contents, store)
        }
    }
}

private final class Flag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .sequentiallyConsistent) }
    func set() { value.store(true, ordering: .sequentiallyConsistent) }
}
