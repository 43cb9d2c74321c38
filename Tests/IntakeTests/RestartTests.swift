import ContentStore
import Dossiers
import Exchange
import Foundation
import Registry
import SystemPackage
import TestSupport
import Testing

@testable import Intake

/// A restart of the collector costs nothing that was acknowledged.
struct RestartTests {
    @Test("An upload goes on where it was, in the middle of a page", arguments: [1, 2999, 3000, 3001, 3500, 8000])
    func resumes(offset: Int) async throws {
        try await withCollector { first in
            let posted = try await Posted(to: first)
            _ = try await posted.append(posted.stream.prefix(offset), at: 0, on: first)
            let second = try await first.restarted()
            let answer = try await second.intake.submit(posted.sealed.bytes, from: posted.identity)
            #expect(answer.upload?.id == posted.upload.id)
            #expect(answer.upload?.offset == offset)
            #expect(answer.status.needed.map(\.byteLength) == [3000, 1, 5000])
            let state = try await posted.append(posted.stream.dropFirst(offset), at: offset, on: second)
            #expect(state.submission?.state == .complete)
            try posted.expectStored(by: second)
        }
    }

    @Test("A crash in the middle of an append keeps at least what was acknowledged before", arguments: 1...10)
    func crashesInAppend(seed: UInt64) async throws {
        try await withCollector { first in
            var random = Seeded(seed)
            let posted = try await Posted(to: first, seed: seed, lengths: [400_000, 10, 300_000, 1, 500_000])
            var (collector, acknowledged) = (first, 0)
            for _ in 0..<6 {
                let rest = posted.stream.dropFirst(acknowledged)
                let count = Int.random(in: 0...rest.count, using: &random)
                if Bool.random(using: &random) {
                    acknowledged = try await posted.append(rest.prefix(count), at: acknowledged, on: collector).offset
                }
                // Bytes are on their way when the collector dies.
                let append = try await collector.intake.beginAppend(
                    to: posted.upload.id, at: acknowledged, count: nil, from: posted.identity)
                let more = posted.stream.dropFirst(acknowledged)
                try await append.write(Array(more.prefix(Int.random(in: 0...more.count, using: &random))))
                collector = try await collector.restarted()
                let answer = try await collector.intake.submit(posted.sealed.bytes, from: posted.identity)
                guard let upload = answer.upload else { break }
                #expect(upload.offset >= acknowledged, "seed \(seed)")
                acknowledged = upload.offset
            }
            let answer = try await collector.intake.submit(posted.sealed.bytes, from: posted.identity)
            if let upload = answer.upload {
                _ = try await posted.append(posted.stream.dropFirst(upload.offset), at: upload.offset, on: collector)
            }
            try posted.expectStored(by: collector)
        }
    }

    @Test("Pages that all came before the crash complete the submission when it is posted again")
    func crashesBeforeCommit() async throws {
        try await withCollector { first in
            let posted = try await Posted(to: first, lengths: [600_000, 600_000])
            let append = try await first.intake.beginAppend(
                to: posted.upload.id, at: 0, count: nil, from: posted.identity)
            try await append.write(posted.stream)
            #expect(try first.count("receipt") == 0)
            let second = try await first.restarted()
            #expect(try second.partials == ["\(posted.upload.id).1"])
            let answer = try await second.intake.submit(posted.sealed.bytes, from: posted.identity)
            #expect(answer.status.state == .complete)
            try posted.expectStored(by: second)
        }
    }

    @Test("A crash between the next page's file and the end of the current one loses nothing")
    func crashesBetweenPages() async throws {
        try await withCollector { first in
            let posted = try await Posted(to: first)
            _ = try await posted.append(posted.stream.prefix(2999), at: 0, on: first)
            // As the end of a page leaves it before the rename: all bytes there, read-only, and the next file made.
            let path = first.partialPath(posted, 0)
            let file = try FileHandle(forWritingTo: URL(filePath: path))
            try file.seekToEnd()
            try file.write(contentsOf: [posted.stream[2999]])
            try file.close()
            try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: path)
            #expect(FileManager.default.createFile(atPath: first.partialPath(posted, 1), contents: Data()))
            let second = try await first.restarted()
            let answer = try await second.intake.submit(posted.sealed.bytes, from: posted.identity)
            #expect(answer.upload?.offset == 3000)
            _ = try await posted.append(posted.stream.dropFirst(3000), at: 3000, on: second)
            try posted.expectStored(by: second)
        }
    }

    @Test("A crash while pages become durable out of order damages none of them", arguments: [true, false])
    func crashesOutOfOrder(lastIsStored: Bool) async throws {
        try await withCollector { first in
            let posted = try await Posted(to: first)
            _ = try await posted.append(posted.stream.prefix(100), at: 0, on: first)
            // The second page is stored and the last one has both its names, or some of its bytes; the first has all of its
            // bytes and its partial name.
            try Data(posted.contents[0]).write(to: URL(filePath: first.partialPath(posted, 0)))
            try first.store.put(posted.contents[1])
            let last = first.partialPath(posted, 2)
            if lastIsStored {
                let digest = try first.store.put(posted.contents[2])
                try FileManager.default.linkItem(atPath: first.store.path(of: digest).string, toPath: last)
            } else {
                try Data(posted.contents[2].prefix(700)).write(to: URL(filePath: last))
            }
            let second = try await first.restarted()
            let answer = try await second.intake.submit(posted.sealed.bytes, from: posted.identity)
            #expect(answer.upload?.offset == 3000)
            // Half of the last page: what is stored of it stays whole all the while.
            _ = try await posted.append(posted.stream[3000..<5000], at: 3000, on: second)
            if lastIsStored { #expect(try second.store.check(ContentDigest(sha256Of: posted.contents[2])) == .whole) }
            _ = try await posted.append(posted.stream.dropFirst(5000), at: 5000, on: second)
            try posted.expectStored(by: second)
        }
    }

    @Test("A crash between a page's last byte and its end loses nothing, also in the last page", arguments: [0, 2])
    func crashesBeforePageEnd(page: Int) async throws {
        try await withCollector { first in
            let posted = try await Posted(to: first)
            let end = [3000, 3001, 8001][page]
            _ = try await posted.append(posted.stream.prefix(end - 1), at: 0, on: first)
            let path = first.partialPath(posted, page)
            let file = try FileHandle(forWritingTo: URL(filePath: path))
            try file.seekToEnd()
            try file.write(contentsOf: [posted.stream[end - 1]])
            try file.close()
            let second = try await first.restarted()
            let answer = try await second.intake.submit(posted.sealed.bytes, from: posted.identity)
            if let upload = answer.upload {
                #expect(upload.offset == end)
                _ = try await posted.append(posted.stream.dropFirst(end), at: end, on: second)
            } else {
                #expect(page == 2)
                #expect(answer.status.state == .complete)
            }
            try posted.expectStored(by: second)
        }
    }

    @Test(
        "What a killed collector left unsynced is synced before a station is told of it, or the program stops",
        // In the middle of a page; and a whole page, whose name came by renaming. More than is held back before it is written.
        arguments: [590_000, 600_000])
    func unsyncedAfterKill(count: Int) async throws {
        try await withTemporaryDirectory { folder in
            let result = await #expect(processExitsWith: .exitCode(74), observing: [\.standardErrorContent]) {
                [folder = folder.string as String, count = count as Int] in
                let first = try await Collector(at: FilePath(folder))
                let posted = try await Posted(to: first, lengths: [600_000, 600_000])
                let append = try await first.intake.beginAppend(
                    to: posted.upload.id, at: 0, count: nil, from: posted.identity)
                try await append.write(Array(posted.stream.prefix(count)))
                let second = try await first.restarted()
                SystemCall.fsync.replace(with: .fail(EIO), onEveryThread: true)
                // Nothing that was written may be told of without a sync: asking must not come back.
                let answer = try await second.intake.status(of: posted.sealed.digest, for: posted.identity)
                print("told of offset \(answer.upload?.offset ?? -1)")
            }
            let errors = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
            #expect(errors.contains("fsync \(folder)/blobs/"), "\(errors)")
            #expect(errors.contains("/partial.") == (count == 590_000), "\(errors)")
        }
    }

    @Test("Bytes that a power cut spoilt are no fault of the station's: the upload is gone and the page comes again")
    func spoiltPartial() async throws {
        try await withCollector { first in
            let posted = try await Posted(to: first)
            _ = try await posted.append(posted.stream.prefix(4000), at: 0, on: first)
            let path = first.partialPath(posted, 2)
            try Data(count: 999).write(to: URL(filePath: path))
            let second = try await first.restarted()
            await expectError(.uploadGone) {
                _ = try await posted.append(posted.stream.dropFirst(4000), at: 4000, on: second)
            }
            let answer = try await second.intake.submit(posted.sealed.bytes, from: posted.identity)
            #expect(answer.status.needed.map(\.byteLength) == [5000])
            let upload = try #require(answer.upload)
            _ = try await second.append(posted.stream.suffix(5000), to: upload.id, at: 0, from: posted.station)
            try posted.expectStored(by: second)
        }
    }

    @Test("A page that vanished from the store meanwhile is asked for again")
    func vanishedPage() async throws {
        try await withCollector { first in
            let posted = try await Posted(to: first)
            _ = try await posted.append(posted.stream.prefix(4000), at: 0, on: first)
            try first.store.delete(posted.sealed.manifest.pages[0].digest)
            let second = try await first.restarted()
            let answer = try await second.intake.submit(posted.sealed.bytes, from: posted.identity)
            #expect(answer.status.needed.map(\.byteLength) == [3000, 5000])
            let upload = try #require(answer.upload)
            let bytes = posted.stream.prefix(3000) + posted.stream.suffix(5000)
            _ = try await second.append(bytes, to: upload.id, at: 0, from: posted.station)
            try posted.expectStored(by: second)
        }
    }

    @Test("Before the index is told what is left of an upload whose page vanished, the names of the others are synced")
    func unsyncedBesideVanished() async throws {
        try await withTemporaryDirectory { folder in
            let result = await #expect(processExitsWith: .exitCode(74), observing: [\.standardErrorContent]) {
                [folder = folder.string as String] in
                let first = try await Collector(at: FilePath(folder))
                let posted = try await Posted(to: first)
                _ = try await posted.append(posted.stream.prefix(4000), at: 0, on: first)
                try first.store.delete(posted.sealed.manifest.pages[0].digest)
                let second = try await first.restarted()
                SystemCall.fsync.replace(with: .fail(EIO), onEveryThread: true)
                _ = try? await second.intake.upload(posted.upload.id, for: posted.identity)
            }
            let errors = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
            #expect(errors.contains("fsync \(folder)/blobs/"), "\(errors)")
        }
    }

    @Test("A crash between the commit and the end of the last page's partial name leaves it to the next start")
    func crashesAfterCommit() async throws {
        try await withCollector { first in
            let posted = try await Posted(to: first)
            #expect(try await posted.append(posted.stream, at: 0, on: first).submission?.state == .complete)
            let (last, digest) = (first.partialPath(posted, 2), posted.sealed.manifest.pages[2].digest)
            try FileManager.default.linkItem(atPath: first.store.path(of: digest).string, toPath: last)
            let second = try await first.restarted()
            let answer = try await second.intake.submit(posted.sealed.bytes, from: posted.identity)
            #expect(answer.status.state == .complete)
            try posted.expectStored(by: second)
        }
    }

    @Test("What other offices have stored moves no upload on")
    func storedByOthers() async throws {
        try await withCollector { first in
            let posted = try await Posted(to: first)
            _ = try await posted.append(posted.stream.prefix(100), at: 0, on: first)
            for content in posted.contents { try first.store.put(content) }
            let second = try await first.restarted()
            let answer = try await second.intake.submit(posted.sealed.bytes, from: posted.identity)
            #expect(answer.upload?.offset == 100)
            _ = try await posted.append(posted.stream.dropFirst(100), at: 100, on: second)
            try posted.expectStored(by: second)
        }
    }

    @Test("An upload whose time is over ends; its whole pages are kept")
    func expires() async throws {
        try await withCollector { collector in
            let posted = try await Posted(to: collector)
            _ = try await posted.append(posted.stream.prefix(3500), at: 0, on: collector)
            collector.clock.now += 8 * 86_400
            try await collector.intake.maintain()
            #expect(try collector.partials == [])
            let identity = try await collector.identity(of: posted.station)
            await expectError(.uploadGone) { _ = try await collector.intake.upload(posted.upload.id, for: identity) }
            let answer = try await collector.intake.submit(posted.sealed.bytes, from: identity)
            #expect(answer.status.needed.map(\.byteLength) == [5000])
        }
    }

    @Test("An upload that goes on slowly is given more time")
    func prolonged() async throws {
        try await withCollector { collector in
            let posted = try await Posted(to: collector)
            for offset in 0..<4 {
                collector.clock.now += 4 * 86_400
                _ = try await posted.append(posted.stream[offset..<offset + 1], at: offset, on: collector)
                try await collector.intake.maintain()
            }
            #expect(try await posted.append(posted.stream.dropFirst(4), at: 4, on: collector).submission != nil)
        }
    }

    @Test("An append that takes long is not disturbed by upkeep")
    func slowAppend() async throws {
        try await withCollector { collector in
            let posted = try await Posted(to: collector, lengths: [600_000])
            let append = try await collector.intake.beginAppend(
                to: posted.upload.id, at: 0, count: 600_000, from: posted.identity)
            for start in stride(from: 0, to: 600_000, by: 300_000) {
                try await append.write(Array(posted.stream[start..<start + 300_000]))
                collector.clock.now += 3600
                try await collector.intake.maintain()
            }
            #expect(try await append.finish().submission?.state == .complete)
        }
    }

    @Test("An upload that nobody uses keeps no file open, and goes on when it is used again")
    func rests() async throws {
        try await withCollector { collector in
            let posted = try await Posted(to: collector)
            _ = try await posted.append(posted.stream.prefix(4000), at: 0, on: collector)
            #expect(try openPartials(of: collector) == 1)
            collector.clock.now += 601
            try await collector.intake.maintain()
            #expect(try openPartials(of: collector) == 0)
            #expect(try await posted.append(posted.stream.dropFirst(4000), at: 4000, on: collector).submission != nil)
            try posted.expectStored(by: collector)
        }

        func openPartials(of collector: Collector) throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count { name in
                let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + name)
                return target?.contains("/partial.") == true && target?.hasPrefix(collector.folder.string) == true
            }
        }
    }
}
