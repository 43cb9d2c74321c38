import ContentStore
import Dossiers
import Exchange
import Foundation
import Registry
import SystemPackage
import TestSupport
import Testing

@testable import Intake

struct PagesInFlightTests {
    @Test("Pages become durable side by side, more of them than may be under way; one that fails is told, the others are there")
    func together() async throws {
        try await withTemporaryDirectory { folder in
            let store = try ContentStore(directory: folder.appending("blobs"))
            let pages = PagesInFlight(on: WaitingThreads(label: "test", limit: 3))
            let contents = (0..<PagesInFlight.limit + 5).map { SampleContent.bytes(UInt64($0), count: 1000 + $0) }
            for (index, content) in contents.enumerated() {
                let digest = ContentDigest(sha256Of: content)
                var partial = try store.makePartial("a.\(index)", expecting: digest, byteLength: content.count)
                // The array outlives the call.
                try unsafe partial.append(content.span.bytes)
                if index == 4 { try store.removePartial("a.4", of: digest) }
                let page = try partial.check()
                if index < contents.count - 1 { pages.finish(page) } else { pages.finishLast(page) }
            }
            do throws(ContentStoreError) {
                try pages.wait()
                Issue.record("a page that lost its name is called stored")
            } catch {
                guard case .system(.noSuchFileOrDirectory, "rename", _) = error else { throw error }
            }
            for (index, content) in contents.enumerated() {
                #expect(try store.check(ContentDigest(sha256Of: content)) == (index == 4 ? .missing : .whole))
            }
            // It was told; what comes next is another matter.
            try pages.wait()
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
}
