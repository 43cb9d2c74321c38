import Dossiers
import Exchange
import FoundationEssentials
import TestSupport
import Testing

@testable import Uplink

@Suite(.timeLimit(.minutes(1)))
struct FaultTests {
    @Test func `after a cut in the middle of a page nothing that arrived is sent again`() async throws {
        let stack = Stack(2, sizes: [60_000, 60_000])
        try await withDelivery(
            of: stack,
            prepare: { collector in
                await collector.inject(.cut(afterBytes: 70_000), on: "PATCH", "/v1/uploads/")
            }
        ) { delivery in
            try await delivery.untilAllReceipted()
            #expect(await delivery.collector.model.bytesTaken == stack.pageBytes)
            #expect(await delivery.collector.count("HEAD", "/v1/uploads/") == 1)
            #expect(await delivery.collector.count("POST", "/v1/manifests") == 2)
        }
    }

    @Test func `a dossier that only waited for its turn as the link went down is not asked about`() async throws {
        let stack = Stack(2, sizes: [100_000, 100_000])
        try await withDelivery(
            of: stack,
            prepare: { collector in
                // Not all is sent at once, so the turn stays here; long enough for the other to stand behind it.
                let cut = ScriptedCollector.Fault.cut(afterBytes: 70_000, wait: .milliseconds(300))
                await collector.inject(cut, on: "PATCH", "/v1/uploads/u1")
            }
        ) { delivery in
            try await delivery.untilAllReceipted()
            #expect(await delivery.collector.count("HEAD", "/v1/uploads/u1") == 1)
            #expect(await delivery.collector.count("HEAD", "/v1/uploads/u2") == 0)
        }
    }

    @Test(arguments: ["POST", "PATCH"]) func `an answer that is lost costs no page`(method: String) async throws {
        let stack = Stack(2, sizes: [20_000])
        try await withDelivery(
            of: stack,
            prepare: { collector in
                await collector.inject(.loseAnswer, on: method, "/v1/")
            }
        ) { delivery in
            try await delivery.untilAllReceipted()
            #expect(await delivery.collector.model.chain.count == 2)
            #expect(await delivery.collector.model.bytesTaken == stack.pageBytes)
        }
    }

    @Test func `a receipt that does not fit the answer is fetched`() async throws {
        let stack = Stack(2, sizes: [1_000])
        try await withDelivery(of: stack, prepare: { await $0.keepReceiptsFromAnswers() }) { delivery in
            try await delivery.untilAllReceipted()
            #expect(await delivery.collector.count("GET", "/v1/manifests/") == 2)
        }
    }

    @Test func `an upload that is gone is begun anew, and one at another offset goes on from there`() async throws {
        let stack = Stack(2, sizes: [20_000])
        let gone = Problem(.uploadGone, status: 410, title: "", detail: "")
        let moved = Problem(.offsetMismatch, status: 409, title: "", detail: "")
        try await withDelivery(
            of: stack,
            prepare: { collector in
                await collector.inject(.problem(gone), on: "PATCH", "/v1/uploads/u1")
                await collector.inject(.problem(moved), on: "PATCH", "/v1/uploads/u2")
            }
        ) { delivery in
            try await delivery.untilAllReceipted()
            #expect(await delivery.collector.count("POST", "/v1/manifests") == 3)
            #expect(await delivery.collector.count("HEAD", "/v1/uploads/u2") == 1)
        }
    }

    @Test func `a problem of a later collector keeps its words, and what its status asks is done`() async throws {
        let stack = Stack(1, sizes: [1_000])
        var tired = Problem(.unavailable, status: 503, title: "", detail: "come back after lunch")
        tired.code = "paper_tired"
        let problem = tired
        try await withDelivery(
            of: stack,
            prepare: { collector in
                await collector.inject(.problem(problem, fields: ["Retry-After": "1"]), on: "POST", "/v1/manifests")
            }
        ) { delivery in
            try await delivery.untilAllReceipted()
            let failure = Failure.problem(problem, retryAfter: nil)
            #expect("\(failure)" == "come back after lunch (paper_tired)")
            #expect(await delivery.collector.count("POST", "/v1/manifests") == 2, "the submission is not given up")
        }
    }

    @Test func `the collector is left alone for as long as it asks`() async throws {
        let stack = Stack(3, sizes: [1_000])
        let busy = Problem(.unavailable, status: 503, title: "", detail: "")
        try await withDelivery(
            of: stack,
            prepare: { collector in
                await collector.inject(.problem(busy, fields: ["Retry-After": "1"]), on: "POST", "/v1/manifests")
            }
        ) { delivery in
            try await delivery.until { await !delivery.collector.seen.isEmpty }
            let start = ContinuousClock.now
            try await Task.sleep(for: .milliseconds(500))
            #expect(await delivery.collector.seen.count == 1)
            let status = await delivery.courier.status
            guard case .waiting = status.activity else { Issue.record("\(status)"); return }
            #expect(status.nextRetryAt.map { (0.1...1.3).contains($0.timeIntervalSinceNow) } == true)
            try await delivery.untilAllReceipted()
            #expect(ContinuousClock.now - start > .milliseconds(900))
        }
    }

    @Test func `one dossier's trouble does not hold up the others`() async throws {
        let stack = Stack(6, sizes: [1_000])
        let broken = Problem(.internalError, status: 500, title: "", detail: "it cannot be stored")
        try await withDelivery(
            of: stack, chance: { 0.5 },
            prepare: { collector in
                await collector.inject(.problem(broken), on: "PATCH", "/v1/uploads/u1", times: Int.max)
            }
        ) { delivery in
            try await delivery.until { await delivery.outbox.receipts == 5 }
            let entry = await delivery.outbox.entries[0]
            #expect(entry.receipt == nil)
            #expect(entry.problem?.code == "internal_error")
            #expect(entry.problem?.isFinal == false)
            #expect(await delivery.collector.count("PATCH", "/v1/uploads/u1") < 5)
            await delivery.collector.clearFaults()
            await delivery.courier.retryNow()
            try await delivery.untilAllReceipted()
            #expect(await delivery.outbox.entries[0].problem == nil)
        }
    }

    @Test func `a page whose bytes changed is given up after three attempts, and the others go on`() async throws {
        let stack = Stack(3, sizes: [3_000, 4_000])
        let outbox = stack.outbox
        let page = try Manifest.open(stack.manifests[1].envelope, with: stack.key.verificationKey).pages[1].digest
        outbox.damage(page, Data(count: 4_000))
        try await withDelivery(of: stack, outbox: outbox) { delivery in
            try await delivery.until { await outbox.entries[1].problem?.isFinal == true }
            try await delivery.until { await outbox.receipts == 2 }
            #expect(await outbox.entries[1].problem == .pageMismatch(page))
            #expect(await delivery.collector.model.mismatches == [page: 3])
            // What was right is kept, and what was mended is taken.
            outbox.damage(page, stack.pages[page])
            await outbox.clearProblem(stack.manifests[1].digest)
            delivery.courier.wake()
            try await delivery.untilAllReceipted()
            #expect(await delivery.collector.model.bytesTaken == stack.pageBytes + 3 * 4_000)
        }
    }

    @Test(arguments: [nil, Data(count: 100)]) func `a page that cannot be read is named, and the others go on`(
        rest: Data?
    ) async throws {
        let stack = Stack(2, sizes: [3_000])
        let outbox = stack.outbox
        let page = try Manifest.open(stack.manifests[0].envelope, with: stack.key.verificationKey).pages[0].digest
        outbox.damage(page, rest)
        try await withDelivery(of: stack, outbox: outbox) { delivery in
            try await delivery.until { await outbox.receipts == 1 }
            try await delivery.until { await outbox.entries[0].problem != nil }
            let problem = await outbox.entries[0].problem
            #expect(problem?.code == "page_unreadable" && problem?.page == page && problem?.isFinal == true)
        }
    }

    @Test func `a forged receipt is never accepted, and the true one is`() async throws {
        let stack = Stack(2, sizes: [1_000])
        try await withDelivery(of: stack, prepare: { await $0.edit { $0.forger = SigningKey() } }) { delivery in
            try await delivery.until { await delivery.outbox.entries.allSatisfy { $0.problem != nil } }
            for entry in await delivery.outbox.entries {
                #expect(entry.receipt == nil)
                #expect(entry.problem == .receiptNotTrusted(.notSigned(.badSignature)))
            }
            await delivery.collector.edit { model in
                model.forger = nil
                model.reissueReceipts()
            }
            await delivery.courier.retryNow()
            try await delivery.untilAllReceipted()
        }
    }

    @Test(arguments: [-500_000_000.0, -3600.0, 90.0, 31_536_000.0])
    func `a wrong clock is put right by the collector's`(
        shift: Double
    ) async throws {
        let stack = Stack(2, sizes: [1_000])
        try await withDelivery(of: stack, time: ShiftedTime(by: shift)) { delivery in
            try await delivery.untilAllReceipted()
            let clock = await delivery.outbox.clock
            #expect(abs(Double(clock.seconds) + shift) <= 2)
            #expect(delivery.events.events.contains(.clock(clock)))
            #expect(await delivery.collector.seen.count <= 7)
        }
    }

    @Test func `methods that a proxy refuses go as POST`() async throws {
        let stack = Stack(3, sizes: [40_000])
        try await withDelivery(
            of: stack,
            prepare: { collector in
                await collector.block(["HEAD", "PATCH", "PUT", "OPTIONS"])
                await collector.inject(.cut(afterBytes: 10_000), on: "POST", "/v1/uploads/")
            }
        ) { delivery in
            try await delivery.untilAllReceipted()
            #expect(await delivery.collector.model.bytesTaken == stack.pageBytes)
            // Each lane may run into the refusal once.
            #expect((1...2).contains(await delivery.collector.count("PATCH", "/")))
            #expect((1...2).contains(await delivery.collector.count("HEAD", "/")))
            let seen = await delivery.collector.seen
            let overridden = seen.filter { $0.method == "POST" }.compactMap(\.override)
            // libcurl itself repeats a request on a kept connection that died without an answer.
            #expect((4...5).contains(overridden.count { $0 == "PATCH" }), "\(seen)")
        }
    }

    @Test func `a proxy that takes short bodies only gets short bodies`() async throws {
        let stack = Stack(1, sizes: [100_000])
        try await withDelivery(
            of: stack,
            prepare: { collector in
                await collector.inject(.answer(413), on: "PATCH", "/", times: 2)
            }
        ) { delivery in
            try await delivery.untilAllReceipted()
            #expect(await delivery.collector.model.bytesTaken == stack.pageBytes)
            #expect(await delivery.collector.count("PATCH", "/") > 4)
        }
    }

    @Test(arguments: [
        ScriptedCollector.Fault.answer(302, fields: ["Location": "http://login.example/"]),
        .answer(200, fields: ["Content-Type": "text/html"], body: "<html>Log in</html>"), .answer(403, body: "blocked"),
        .answer(404, body: "no such page"),
    ]) func `a network that answers in the collector's place is waited out`(fault: ScriptedCollector.Fault) async throws
    {
        let stack = Stack(1, sizes: [1_000])
        try await withDelivery(
            of: stack,
            prepare: { collector in
                await collector.inject(fault, on: "POST", "/v1/manifests", times: 3)
            }
        ) { delivery in
            try await delivery.untilAllReceipted()
            #expect(await delivery.outbox.stationProblem == nil)
            #expect(await delivery.collector.count("POST", "/v1/manifests") == 4)
            let hasWaited = delivery.events.events.contains {
                if case .link(let link) = $0, case .waiting = link.activity { link.offlineSince != nil } else { false }
            }
            #expect(hasWaited)
        }
    }

    @Test(arguments: [ErrorCode.sequenceReused, .chainFork, .malformedManifest, .wrongSite])
    func
        `a chain that does not fit stops announcing, not uploading, and is asked about seldom`(code: ErrorCode)
        async throws
    {
        let stack = Stack(3, sizes: [1_000])
        let problem = Problem(code, status: 409, title: "", detail: "", expectedSequence: 9)
        try await withDelivery(
            of: stack,
            prepare: { collector in
                await collector.inject(.wait(.milliseconds(200)), on: "PATCH", "/v1/uploads/u1")
                // The first manifest is taken, the second is not.
                await collector.inject(.wait(.zero), on: "POST", "/v1/manifests")
                await collector.inject(.problem(problem), on: "POST", "/v1/manifests", times: Int.max)
            }
        ) { delivery in
            try await delivery.until { await delivery.outbox.stationProblem != nil }
            try await delivery.until { await delivery.outbox.entries[0].receipt != nil }
            let posts = await delivery.collector.count("POST", "/v1/manifests")
            try await Task.sleep(for: .milliseconds(300))
            #expect(await delivery.collector.count("POST", "/v1/manifests") == posts)
            let recorded = await delivery.outbox.stationProblem
            #expect(recorded?.code == code.rawValue)
            #expect(recorded?.description.contains("sohoa-agent enroll --again") == true)
            #expect(await delivery.outbox.stationProblems == 1)
            await delivery.collector.clearFaults()
            await delivery.courier.retryNow()
            try await delivery.untilAllReceipted()
            #expect(await delivery.outbox.stationProblem == nil)
        }
    }

    @Test(arguments: [ErrorCode.stationRevoked, .unknownStation, .stationReplaced, .unauthorized])
    func
        `a station that is not admitted stops, and says what to do`(code: ErrorCode) async throws
    {
        let stack = Stack(2, sizes: [1_000])
        let problem = Problem(code, status: code == .unauthorized ? 401 : 403, title: "", detail: "")
        try await withDelivery(
            of: stack,
            prepare: { collector in
                await collector.inject(.problem(problem), on: "POST", "/v1/", times: Int.max)
            }
        ) { delivery in
            try await delivery.until { await delivery.outbox.stationProblem == .notAdmitted(code) }
            try await Task.sleep(for: .milliseconds(200))
            #expect(await delivery.collector.seen.count <= 2)
            #expect(await delivery.outbox.stationProblem?.description.contains("enroll --again") == true)
        }
    }

    @Test func `a collector that was restored from a backup gets again what it lost`() async throws {
        var stack = Stack(4, sizes: [1_000])
        let outbox = stack.outbox
        let later = stack.seal(sizes: [], repeating: Array(stack.pages.keys))
        let all = stack.manifests.map(\.digest)
        try await withDelivery(of: stack, outbox: outbox) { delivery in
            try await delivery.untilAllReceipted()
            await delivery.collector.edit { $0.restoreBackup(of: 1) }
            await outbox.add(later)
            delivery.courier.wake()
            try await delivery.until { await delivery.collector.model.receipts.count == 5 }
            #expect(await delivery.collector.model.chain == all)
            try await delivery.untilAllReceipted()
            #expect(await outbox.stationProblem == nil)
        }
    }

    @Test func `a collector that is restored in the middle of uploads gets again what it lost`() async throws {
        let stack = Stack(4, sizes: [200_000])
        let busy = Problem(.unavailable, status: 503, title: "", detail: "")
        try await withDelivery(
            of: stack,
            prepare: { collector in
                await collector.inject(.problem(busy), on: "PATCH", "/v1/uploads/", times: Int.max)
            }
        ) { delivery in
            try await delivery.until { await delivery.outbox.entries.allSatisfy { $0.isAnnounced } }
            await delivery.collector.edit { $0.restoreBackup(of: 0) }
            await delivery.collector.clearFaults()
            try await delivery.until { await delivery.collector.model.receipts.count == 4 }
            try await delivery.untilAllReceipted()
            #expect(await delivery.outbox.stationProblem == nil)
        }
    }
}
