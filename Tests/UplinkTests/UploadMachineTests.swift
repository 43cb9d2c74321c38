import Dossiers
import Exchange
import FoundationEssentials
import TestSupport
import Testing

@testable import Uplink

@Suite(.timeLimit(.minutes(1)))
struct UploadMachineTests {
    /// One submission of two pages, announced.
    struct Fixture {
        let stack: Stack
        var collector: ModelCollector
        let pending: PendingUpload
        let check: ReceiptCheck

        init(sizes: [Int] = [1000, 500]) throws {
            stack = Stack(1, sizes: sizes)
            collector = ModelCollector(station: stack.station, stationKey: stack.key.verificationKey)
            let answer = try collector.announce(stack.manifests[0].envelope)
            pending = PendingUpload(
                manifest: stack.manifests[0], needed: answer.status.needed, upload: "v1/uploads/\(answer.upload!)")
            check = ReceiptCheck(identity: stack.identity(of: collector))
        }

        var machine: UploadMachine { UploadMachine(pending, check: check) }
        var upload: String { pending.upload! }

        func receipt(
            sequence: Int = 1, station: StationID? = nil, key: SigningKey? = nil, manifest: ContentDigest? = nil
        )
            throws -> Envelope
        {
            let receipt = Receipt(
                manifest: manifest ?? pending.manifest.digest, station: station ?? stack.station, sequence: sequence,
                site: SiteID(rawValue: "test")!, number: 1, issuedAt: Date(timeIntervalSince1970: 0),
                outcome: .accepted,
                pages: 2, bytes: 1500)
            return (key ?? collector.key).seal(try Wire.encode(receipt), type: Receipt.payloadType)
        }
    }

    private func problem(_ code: ErrorCode, _ status: Int, page: ContentDigest? = nil) -> Failure {
        .problem(Problem(code, status: status, title: "", detail: "", page: page), retryAfter: nil)
    }

    @Test func `an upload whose offset is known goes straight to its receipt`() throws {
        let fixture = try Fixture()
        var machine = UploadMachine(fixture.pending, check: fixture.check, offset: 0)
        #expect(machine.next(appendSize: 1200) == .append(upload: fixture.upload, range: 0..<1200))
        machine.handle(.appended(upload: fixture.upload, Appended(offset: 1200)))
        #expect(machine.next(appendSize: 1200) == .append(upload: fixture.upload, range: 1200..<1500))
        let receipt = try fixture.receipt()
        machine.handle(.appended(upload: fixture.upload, Appended(offset: 1500, receipt: receipt)))
        guard case .settle(receipt, _) = machine.next(appendSize: 1) else { Issue.record("not settled"); return }
    }

    @Test func `after a restart the offset is asked for, and what is there is not sent again`() throws {
        let fixture = try Fixture()
        var machine = fixture.machine
        #expect(machine.next(appendSize: 1200) == .askOffset(upload: fixture.upload))
        machine.handle(.offset(upload: fixture.upload, 700))
        #expect(machine.next(appendSize: 1200) == .append(upload: fixture.upload, range: 700..<1500))
    }

    @Test func `a receipt that does not come with the last bytes is asked for`() throws {
        let fixture = try Fixture()
        var machine = UploadMachine(fixture.pending, check: fixture.check, offset: 0)
        machine.handle(.appended(upload: fixture.upload, Appended(offset: 1500)))
        #expect(machine.next(appendSize: 1) == .askReceipt)
        machine.handle(.receipt(nil))
        #expect(machine.next(appendSize: 1) == .announce)
        machine.handle(
            .announced(
                Announcement(
                    status: .init(
                        manifest: fixture.pending.manifest.digest, state: .complete, receipt: try fixture.receipt()))))
        guard case .settle = machine.next(appendSize: 1) else { Issue.record("not settled"); return }
    }

    @Test(arguments: [404, 410]) func `an upload that is gone is announced again`(status: Int) throws {
        for failure in [Failure.status(status, retryAfter: nil), problem(.uploadGone, status)] {
            var machine = try Fixture().machine
            machine.handle(.failed(failure))
            #expect(machine.next(appendSize: 1) == .announce)
        }
    }

    @Test func `an offset that does not fit is asked for`() throws {
        let fixture = try Fixture()
        var machine = UploadMachine(fixture.pending, check: fixture.check, offset: 0)
        machine.handle(.failed(problem(.offsetMismatch, 409)))
        #expect(machine.next(appendSize: 1) == .askOffset(upload: fixture.upload))
    }

    @Test func `an offset that goes back or past the end is not believed`() throws {
        let fixture = try Fixture()
        for wrong in [200, 1501, 1_000_000] {
            var machine = UploadMachine(fixture.pending, check: fixture.check, offset: 500)
            machine.handle(.appended(upload: fixture.upload, Appended(offset: wrong)))
            #expect(machine.next(appendSize: 1) == .announce)
        }
    }

    @Test func `a page that is wrong three times is given up, and only then`() throws {
        let fixture = try Fixture()
        let page = fixture.pending.needed[1].digest
        var wrongPages: [ContentDigest?: Int] = [:]
        for attempt in 1...3 {
            var machine = UploadMachine(fixture.pending, check: fixture.check, offset: 0, wrongPages: wrongPages)
            machine.handle(.failed(problem(.pageMismatch, 460, page: page)))
            wrongPages = machine.wrongPages
            #expect(
                machine.next(appendSize: 1)
                    == (attempt < 3 ? .announce : .setAside(.submission(.pageMismatch(page)))))
        }
        #expect(SubmissionProblem.pageMismatch(page).isFinal)
    }

    @Test func `an unreadable page is given up and named`() throws {
        let fixture = try Fixture()
        let page = fixture.pending.needed[0].digest
        var machine = UploadMachine(fixture.pending, check: fixture.check, offset: 0)
        machine.handle(.unreadable(page, detail: "I/O error"))
        #expect(machine.next(appendSize: 1) == .setAside(.submission(.pageUnreadable(page, detail: "I/O error"))))
    }

    @Test func `a receipt of another key, manifest, station or place is never accepted`() throws {
        let fixture = try Fixture()
        let wrong: [(Envelope, ReceiptFault)] = [
            (try fixture.receipt(key: SigningKey()), .notSigned(.badSignature)),
            (try fixture.receipt(key: fixture.stack.key), .notSigned(.badSignature)),
            (try fixture.receipt(manifest: ContentDigest(sha256Of: Data([1]))), .ofAnotherManifest),
            (try fixture.receipt(station: StationID()), .ofAnotherStation),
            (try fixture.receipt(sequence: 2), .ofAnotherSequence(2)),
            (
                fixture.collector.key.seal(Data("{}".utf8), type: Manifest.payloadType),
                .notSigned(.unexpectedPayloadType(Manifest.payloadType))
            ),
        ]
        for (envelope, fault) in wrong {
            var machine = UploadMachine(fixture.pending, check: fixture.check, offset: 1500)
            machine.handle(.receipt(envelope))
            #expect(machine.next(appendSize: 1) == .setAside(.submission(.receiptNotTrusted(fault))))
        }
    }

    @Test func `answers that lead nowhere end in a rest, not in a circle`() throws {
        let fixture = try Fixture()
        var machine = UploadMachine(fixture.pending, check: fixture.check, offset: 0)
        var requests = 0
        loop: while requests < 100 {
            switch machine.next(appendSize: 2000) {
            case .append: machine.handle(.failed(problem(.offsetMismatch, 409)))
            case .askOffset(let upload): machine.handle(.offset(upload: upload, 0))
            case .setAside: break loop
            case .announce, .askReceipt, .settle: Issue.record("unexpected")
            }
            requests += 1
        }
        #expect(requests < 12)
    }

    @Test func `trouble with the whole station is told apart from trouble with one submission`() throws {
        let fixture = try Fixture()
        var revoked = UploadMachine(fixture.pending, check: fixture.check, offset: 0)
        revoked.handle(.failed(problem(.stationRevoked, 403)))
        #expect(revoked.next(appendSize: 1) == .setAside(.station(.notAdmitted(.stationRevoked))))
        var full = UploadMachine(fixture.pending, check: fixture.check, offset: 0)
        let failure = problem(.storageFull, 507)
        full.handle(.failed(failure))
        #expect(full.next(appendSize: 1) == .setAside(.collector(failure)))
        var broken = UploadMachine(fixture.pending, check: fixture.check, offset: 0)
        broken.handle(.failed(problem(.internalError, 500)))
        #expect(broken.next(appendSize: 1) == .setAside(.submission(.failing(problem(.internalError, 500)))))
    }

    /// Any order of losses, crashes of either side, late answers and damaged bytes: the submission is settled in the
    /// end, with the pages that were sealed, and at no time is the collector asked in a hurry over and over.
    @Test(arguments: 0..<300) func `whatever happens, a submission is settled in the end`(seed: Int) throws {
        var chance = Seeded(UInt64(seed))
        var fixture = try Fixture(sizes: (0..<Int.random(in: 1...4, using: &chance)).map { _ in 400 })
        let manifest = fixture.pending.manifest
        var recorded = fixture.pending
        var (machine, past): (UploadMachine, [UploadMachine.Event]) = (fixture.machine, [])
        var (requests, inARow, troubles) = (0, 0, 60)
        while true {
            requests += 1
            inARow += 1
            try #require(requests < 2000 && inARow < 60)
            let action = machine.next(appendSize: Int.random(in: 1...700, using: &chance))
            // Trouble ends at some time; else nothing could be delivered by anybody.
            let trouble = troubles > 0 ? Int.random(in: 0..<12, using: &chance) : 12
            if trouble < 9 { troubles -= 1 }
            if trouble == 0, let late = past.randomElement(using: &chance) { machine.handle(late) }
            if trouble == 1 { fixture.collector.loseUploads() }
            if trouble == 2 {
                (machine, inARow) = (UploadMachine(recorded, check: fixture.check), 0)
                continue
            }
            let event: UploadMachine.Event
            do {
                event = try perform(
                    action, of: machine, trouble: trouble, &fixture.collector, fixture.stack, &chance, &recorded)
            } catch is Settled {
                break
            } catch is SetAside {
                if case .setAside(.submission(.pageMismatch)) = action { Issue.record("given up"); return }
                (machine, inARow) = (UploadMachine(recorded, check: fixture.check), 0)
                continue
            }
            past.append(event)
            machine.handle(event)
        }
        #expect(fixture.collector.receipts[manifest.digest] != nil)
        #expect(fixture.collector.pages == Set(fixture.stack.pages.keys))
    }

    private struct Settled: Error {}
    private struct SetAside: Error {}

    /// Does to the collector what a courier would do, with trouble of the given kind.
    private func perform(
        _ action: UploadMachine.Action, of machine: UploadMachine, trouble: Int, _ collector: inout ModelCollector,
        _ stack: Stack,
        _ chance: inout Seeded, _ recorded: inout PendingUpload
    ) throws -> UploadMachine.Event {
        if trouble == 3 { return .failed(.transport(.unreachable("test"))) }
        if trouble == 4 { return .failed(.status(503, retryAfter: nil)) }
        let losesAnswer = trouble == 5
        var event: UploadMachine.Event
        do {
            switch action {
            case .announce:
                let answer = try collector.announce(recorded.manifest.envelope)
                let upload = answer.upload.map { "v1/uploads/\($0)" }
                let offset = try answer.upload.map { try collector.offset(of: $0).offset } ?? 0
                if !losesAnswer { (recorded.needed, recorded.upload) = (answer.status.needed, upload) }
                event = .announced(Announcement(status: answer.status, upload: upload, offset: offset))
            case .askOffset(let upload):
                event = .offset(upload: upload, try collector.offset(of: String(upload.dropFirst(11))).offset)
            case .append(let upload, let range):
                let all = machine.needed.reduce(into: Data()) { $0 += stack.pages[$1.digest]! }
                try #require(range.upperBound <= all.count && !range.isEmpty)
                var bytes = all[range]
                if trouble == 6 { bytes = bytes.prefix(Int.random(in: 0...bytes.count, using: &chance)) }
                if trouble == 7, Bool.random(using: &chance) { bytes[bytes.startIndex] ^= 1 }
                let reached = try collector.append(Data(bytes), to: String(upload.dropFirst(11)), at: range.lowerBound)
                let answer = Appended(offset: reached.offset, receipt: trouble == 8 ? nil : reached.receipt)
                event = trouble == 6 ? .failed(.transport(.lost("test"))) : .appended(upload: upload, answer)
            case .askReceipt: event = .receipt(collector.receipts[recorded.manifest.digest])
            case .settle(let envelope, _):
                try #require(envelope == collector.receipts[recorded.manifest.digest])
                throw Settled()
            case .setAside: throw SetAside()
            }
        } catch let problem as Problem {
            event = .failed(.problem(problem, retryAfter: nil))
        }
        return losesAnswer ? .failed(.transport(.lost("test"))) : event
    }
}
