import ContentStore
import Crypto
import Dossiers
import Exchange
import Foundation
import Registry
import Synchronization
import TestSupport
import Testing

@testable import Intake

struct TakeOverTests {
    @Test("A new request ends a stale one at once, keeps what came, and the stale one can do no more")
    func takesOver() async throws {
        try await withCollector { collector in
            let posted = try await Posted(to: collector)
            let told = Mutex(0)
            let stale = try await collector.intake.beginAppend(
                to: posted.upload.id, at: 0, count: 8001, from: posted.identity
            ) { told.withLock { $0 += 1 } }
            let first = Array(posted.stream.prefix(3000))
            try await stale.write(first)
            #expect(told.withLock { $0 } == 0)
            let state = try await collector.intake.upload(posted.upload.id, for: posted.identity)
            #expect(told.withLock { $0 } == 1)
            // Also what was held back to be written with more.
            let offset = state.offset
            #expect(offset == 3000)
            await expectError(.offsetMismatch) {
                try await stale.write(first)
                _ = try await stale.finish()
            }
            await stale.abandon()
            let rest = posted.stream.dropFirst(offset)
            #expect(try await posted.append(rest, at: offset, on: collector).submission?.state == .complete)
            try posted.expectStored(by: collector)
        }
    }

    @Test("Bytes that the stale request had passed on are not sent again")
    func keepsBytes() async throws {
        try await withCollector { collector in
            let posted = try await Posted(to: collector, lengths: [600_000, 600_000])
            let stale = try await collector.intake.beginAppend(
                to: posted.upload.id, at: 0, count: nil, from: posted.identity)
            for start in stride(from: 0, to: 900_000, by: 50_000) {
                try await stale.write(Array(posted.stream[start..<start + 50_000]))
            }
            let state = try await collector.intake.upload(posted.upload.id, for: posted.identity)
            #expect(state.offset == 900_000)
            let rest = posted.stream.dropFirst(state.offset)
            #expect(try await posted.append(rest, at: state.offset, on: collector).submission != nil)
            try posted.expectStored(by: collector)
        }
    }

    @Test("An append whose connection broke leaves what came, durable")
    func abandoned() async throws {
        try await withCollector { collector in
            let posted = try await Posted(to: collector)
            let append = try await collector.intake.beginAppend(
                to: posted.upload.id, at: 0, count: 8001, from: posted.identity)
            try await append.write(Array(posted.stream.prefix(7000)))
            await append.abandon()
            #expect(
                try await collector.intake.status(of: posted.sealed.digest, for: posted.identity).upload?.offset == 7000
            )
        }
    }

    @Test("A connection that breaks after the last byte has completed the submission")
    func abandonedAtTheEnd() async throws {
        try await withCollector { collector in
            let posted = try await Posted(to: collector)
            let append = try await collector.intake.beginAppend(
                to: posted.upload.id, at: 0, count: 8001, from: posted.identity)
            try await append.write(posted.stream)
            await append.abandon()
            let answer = try await collector.intake.submit(posted.sealed.bytes, from: posted.identity)
            #expect(answer.status.state == .complete)
        }
    }
}
