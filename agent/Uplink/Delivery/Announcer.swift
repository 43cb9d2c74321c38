package import Exchange

/// Which manifest to announce next, as a state machine: what happened goes in, what to do next comes out.
///
/// Manifests go in the order of the chain, one at a time. When the collector turns out to be behind (it was restored from
/// a backup), the announcer goes back to the place it expects and announces from there again.
package struct Announcer: Sendable {
    /// Which manifest to post.
    package enum Choice: Sendable, Hashable {
        /// The lowest that is not announced yet.
        case lowest
        case sequence(Int)
    }

    /// What to do with an answer.
    package enum Outcome: Sendable, Hashable {
        /// Record it, and go on.
        case announced(needed: [SubmissionStatus.NeededPage], upload: String?)
        case settled(Envelope, Receipt)
        /// Go on with another choice.
        case again
        case setback(Setback)
    }

    /// The places that are announced once more: the next, and the last.
    private var rewind: ClosedRange<Int>?
    /// Where the first attempt to go back began, so that going back ends.
    private var floor: Int?
    private let check: ReceiptCheck

    package init(check: ReceiptCheck) { self.check = check }

    /// Which manifest to post now.
    package var next: Choice { rewind.map { .sequence($0.lowerBound) } ?? .lowest }

    /// Takes note of the answer to `manifest`.
    package mutating func handle(
        _ answer: Result<Announcement, Failure>, for manifest: OutgoingManifest
    ) -> Outcome {
        switch answer {
        case .success(let announcement):
            let outcome = outcome(of: announcement, for: manifest)
            step(past: manifest.sequence)
            return outcome
        case .failure(let failure): return handle(failure, for: manifest)
        }
    }

    /// Takes note that the outbox has no manifest where the collector wants one.
    package mutating func handleMissing(_ sequence: Int) -> Setback {
        let last = rewind?.upperBound ?? sequence
        (rewind, floor) = (nil, nil)
        return .station(.chainBroken(.sequenceGap, sequence: last, expectedSequence: sequence))
    }

    /// Announces once more what the collector, behind as it is, expects; also when an upload found that out.
    ///
    /// - Returns: false when that was tried and did not help.
    package mutating func goBack(to expected: Int, from sequence: Int) -> Bool {
        guard expected >= 1, expected < sequence else { return false }
        if let rewind, rewind.lowerBound != sequence {
            // Something that was under way when going back began: it is announced once more too.
            self.rewind = min(rewind.lowerBound, expected)...max(rewind.upperBound, sequence)
            return true
        }
        if let floor, expected <= floor { return false }
        rewind = expected...max(sequence, rewind?.upperBound ?? 0)
        floor = expected
        return true
    }

    private func outcome(of announcement: Announcement, for manifest: OutgoingManifest) -> Outcome {
        let status = announcement.status
        if let envelope = status.receipt, let receipt = try? check.receipt(in: envelope, for: manifest) {
            return .settled(envelope, receipt)
        }
        // The manifest has its place, and the next can follow. What is odd about the answer, such as a receipt that
        // proves nothing, is met again and looked into when its upload's turn comes.
        let isAwaited = status.state == .announced && status.receipt == nil
        return .announced(needed: isAwaited ? status.needed : [], upload: isAwaited ? announcement.upload : nil)
    }

    private mutating func step(past sequence: Int) {
        guard let rewind, rewind.lowerBound == sequence else { return }
        if sequence < rewind.upperBound {
            self.rewind = sequence + 1...rewind.upperBound
        } else {
            (self.rewind, floor) = (nil, nil)
        }
    }

    private mutating func handle(_ failure: Failure, for manifest: OutgoingManifest) -> Outcome {
        guard let code = failure.code, StationProblem.blocksChain(code) else {
            if failure.status == 404 { return .setback(.link(.notTheCollector("it has no place for manifests"))) }
            return .setback(Setback(failure))
        }
        if code == .sequenceGap, case .problem(let problem, _) = failure, let expected = problem.expectedSequence,
            goBack(to: expected, from: manifest.sequence)
        {
            return .again
        }
        (rewind, floor) = (nil, nil)
        return .setback(.station(.blocking(code, failure, manifest: manifest)))
    }
}
