internal import Dossiers
internal import Exchange
internal import FoundationEssentials
internal import Logging

/// What follows from requests that went wrong, or right again.
extension Courier {
    /// Takes note of how a request went: whether the link is up, what time it is, and whether the station is admitted.
    func note(_ failure: Failure?) async throws {
        switch failure {
        case .transport(.cancelled), .transport(.bodyUnreadable): return
        case .transport, .notTheCollector, .status(407, _): break
        case nil:
            pause.succeed(at: time.uptime)
            offlineSince = nil
            hasContact = true
        case .problem:
            offlineSince = nil
            hasContact = true
        case .status: offlineSince = nil
        }
        if client.clock != recordedClock {
            recordedClock = client.clock
            logger.notice("this PC's clock is wrong", metadata: ["seconds": "\(recordedClock.seconds)"])
            try await outbox.recordClockCorrection(recordedClock)
            report(.clock(recordedClock))
        }
    }

    /// Acts on a failure: who has to wait, and who is told.
    func take(_ setback: Setback, for manifest: OutgoingManifest, whileUploading: Bool) async throws {
        switch setback {
        case .link(.transport(.cancelled)): return
        case .link(let failure):
            if offlineSince == nil { offlineSince = client.now }
            wait(failure)
            // Something in this submission may be what breaks connections: then others go first.
            let mayBeItsFault = if case .transport(let error) = failure { !error.isBeforeConnecting } else { false }
            if whileUploading, mayBeItsFault { rest(manifest.digest, retryAfter: nil) }
            logger.info("nothing gets through", metadata: ["cause": "\(failure)"])
        case .collector(let failure):
            wait(failure)
            logger.info("the collector takes nothing now", metadata: ["cause": "\(failure)"])
        case .submission(let problem): try await take(problem, for: manifest, whileUploading: whileUploading)
        case .station(let problem): try await take(problem)
        }
        publish()
    }

    private func take(
        _ problem: SubmissionProblem, for manifest: OutgoingManifest, whileUploading: Bool
    ) async throws {
        let failure: Failure? = if case .failing(let failure) = problem { failure } else { nil }
        if problem.isFinal {
            resting[manifest.digest] = nil
        } else if whileUploading {
            rest(manifest.digest, retryAfter: failure?.retryAfter)
        } else {
            announcing.until =
                time.uptime + announcing.backoff.fail(retryAfter: failure?.retryAfter, chance: chance())
        }
        if let failure {
            // When one after the other fails, it is not theirs, and the collector is spared the rest of the queue.
            failuresInARow += 1
            if failuresInARow >= 3 { wait(failure) }
        }
        logger.notice(
            "a submission has a problem",
            metadata: ["manifest": "\(manifest.digest)", "sequence": "\(manifest.sequence)", "problem": "\(problem)"])
        try await outbox.recordProblem(manifest.digest, problem)
        report(.problem(manifest.digest, problem))
    }

    private func take(_ problem: StationProblem) async throws {
        let isNew = stationProblem?.problem != problem
        stationProblem = (problem, time.uptime + settings.stationRetryInterval)
        stationIsKnownGood = false
        guard isNew else { return }
        logger.error("the station cannot go on", metadata: ["problem": "\(problem)"])
        try await outbox.recordStationProblem(problem)
        report(.station(problem))
    }

    /// Notes that the collector admits this station and its chain.
    ///
    /// - Parameter chain: whether it took a manifest into the chain, not only bytes.
    func stationIsGood(chain: Bool) async throws {
        if let (problem, _) = stationProblem, !chain, problem.allowsUploads { return }
        guard stationProblem != nil || (chain && !stationIsKnownGood) else { return }
        stationProblem = nil
        stationIsKnownGood = chain
        try await outbox.recordStationProblem(nil)
        report(.station(nil))
    }

    /// Lets everybody wait.
    private func wait(_ failure: Failure) {
        let uptime = time.uptime
        pause.fail(failure, at: uptime, chance: chance())
        nextRetryAt = pause.until.map { client.now.addingTimeInterval(($0 - uptime).inSeconds) }
    }

    /// Lets a submission wait for another try.
    func rest(_ manifest: ContentDigest, retryAfter: Duration?) {
        var rest = resting[manifest] ?? Rest()
        rest.until = time.uptime + rest.backoff.fail(retryAfter: retryAfter, chance: chance())
        resting[manifest] = rest
    }
}
