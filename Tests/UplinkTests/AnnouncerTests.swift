import Dossiers
import Exchange
import FoundationEssentials
import Testing

@testable import Uplink

struct AnnouncerTests {
    private let stack = Stack(6, sizes: [10])

    private func announcer() -> (Announcer, ModelCollector) {
        let collector = ModelCollector(station: stack.station, stationKey: stack.key.verificationKey)
        return (Announcer(check: ReceiptCheck(identity: stack.identity(of: collector))), collector)
    }

    /// Posts manifest number `sequence` and gives what the announcer makes of the answer.
    private func post(
        _ sequence: Int, _ announcer: inout Announcer, _ collector: inout ModelCollector
    ) -> Announcer.Outcome {
        let manifest = stack.manifests[sequence - 1]
        do {
            let answer = try collector.announce(manifest.envelope)
            return announcer.handle(
                .success(Announcement(status: answer.status, upload: answer.upload)), for: manifest)
        } catch {
            return announcer.handle(.failure(.problem(error, retryAfter: nil)), for: manifest)
        }
    }

    @Test func `a collector put back to an earlier state gets the manifests it lost once more, in order`() throws {
        var (announcer, collector) = announcer()
        for sequence in 1...5 { _ = post(sequence, &announcer, &collector) }
        collector.restoreBackup(of: 2)
        let outcome = post(6, &announcer, &collector)
        #expect(outcome == .again)
        var posted: [Int] = []
        while case .sequence(let sequence) = announcer.next, posted.count < 10 {
            posted.append(sequence)
            guard case .announced = post(sequence, &announcer, &collector) else { Issue.record("not taken"); return }
        }
        #expect(posted == [3, 4, 5, 6])
        #expect(collector.chain == stack.manifests.map(\.digest))
    }

    @Test func `a gap whose manifests are kept no more is the station's problem`() throws {
        var (announcer, collector) = announcer()
        for sequence in 1...5 { _ = post(sequence, &announcer, &collector) }
        collector.restoreBackup(of: 0)
        let outcome = post(6, &announcer, &collector)
        #expect(outcome == .again)
        let setback = announcer.handleMissing(1)
        #expect(setback == .station(.chainBroken(.sequenceGap, sequence: 6, expectedSequence: 1)))
        #expect(announcer.next == .lowest)
    }

    @Test func `a gap that stays after going back is the station's problem`() throws {
        var (announcer, _) = announcer()
        let gap = Failure.problem(
            Problem(.sequenceGap, status: 409, title: "", detail: "", expectedSequence: 2), retryAfter: nil)
        let first = announcer.handle(.failure(gap), for: stack.manifests[4])
        let second = announcer.handle(.failure(gap), for: stack.manifests[1])
        #expect(first == .again)
        #expect(second == .setback(.station(.chainBroken(.sequenceGap, sequence: 2, expectedSequence: 2))))
    }

    @Test func `an answer that was under way when going back began does not end it`() throws {
        var (announcer, _) = announcer()
        let goesBack = announcer.goBack(to: 2, from: 4)
        #expect(goesBack)
        let gap = Failure.problem(
            Problem(.sequenceGap, status: 409, title: "", detail: "", expectedSequence: 2), retryAfter: nil)
        let outcome = announcer.handle(.failure(gap), for: stack.manifests[5])
        #expect(outcome == .again)
        #expect(announcer.next == .sequence(2))
        for sequence in 2...6 {
            #expect(announcer.next == .sequence(sequence))
            let status = SubmissionStatus(manifest: stack.manifests[sequence - 1].digest, state: .announced)
            _ = announcer.handle(.success(Announcement(status: status)), for: stack.manifests[sequence - 1])
        }
        #expect(announcer.next == .lowest)
    }

    @Test(arguments: [ErrorCode.sequenceReused, .chainFork]) func `a fork stops announcing`(code: ErrorCode) {
        var (announcer, _) = announcer()
        let fork = Failure.problem(
            Problem(code, status: 409, title: "", detail: "", expectedSequence: 9), retryAfter: nil)
        let outcome = announcer.handle(.failure(fork), for: stack.manifests[0])
        #expect(outcome == .setback(.station(.chainBroken(code, sequence: 1, expectedSequence: 9))))
        guard case .setback(.station(let problem)) = outcome else { return }
        #expect(problem.description.contains("sohoa-agent enroll --again"))
        #expect(problem.allowsUploads)
    }

    @Test func `a receipt that proves nothing does not stop the manifests after it`() throws {
        var (announcer, _) = announcer()
        let forged = SigningKey().seal(Data("{}".utf8), type: Receipt.payloadType)
        let status = SubmissionStatus(manifest: stack.manifests[0].digest, state: .complete, receipt: forged)
        let outcome = announcer.handle(.success(Announcement(status: status)), for: stack.manifests[0])
        #expect(outcome == .announced(needed: [], upload: nil))
    }
}
