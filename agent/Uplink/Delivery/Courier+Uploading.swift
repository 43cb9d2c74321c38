internal import Dossiers
internal import Exchange
internal import Synchronization

extension Courier {
    /// One of the lanes that upload pages, one submission after the other.
    func uploadAll(lane: Int) async throws {
        while !Task.isCancelled {
            let seen = bell.rings
            guard try await mayWork(uploads: true), let pending = try await nextUpload() else {
                await waitForWork(since: seen)
                continue
            }
            do { try await deliver(pending, lane: lane) } catch {
                finish(pending, lane: lane)
                throw error
            }
            finish(pending, lane: lane)
        }
    }

    private func finish(_ pending: PendingUpload, lane: Int) {
        turn.giveBack(lane: lane)
        busy[pending.manifest.digest] = nil
        publish()
        // The other lane may have left something for the pages that were on their way here.
        wake()
    }

    /// The upload to go on with, marked as under way; nil when there is none.
    private func nextUpload() async throws -> PendingUpload? {
        var passedOver: Set<ContentDigest> = []
        while true {
            guard let pending = try await outbox.nextToUpload(excluding: passedOver.union(notNow)) else { return nil }
            // The other lane may have taken it meanwhile; or may be sending pages that then need not be sent again.
            let pages = Set(pending.needed.map(\.digest))
            guard busy[pending.manifest.digest] == nil, busy.values.allSatisfy(pages.isDisjoint) else {
                passedOver.insert(pending.manifest.digest)
                continue
            }
            busy[pending.manifest.digest] = pages
            return pending
        }
    }

    /// Whether something that goes before waits for a lane.
    private func urgentUploadWaits() async throws -> Bool {
        try await outbox.nextToUpload(excluding: notNow)?.manifest.isUrgent == true
    }

    /// Submissions that are under way or wait for another try.
    private var notNow: Set<ContentDigest> {
        let uptime = time.uptime
        return Set(busy.keys).union(resting.filter { $0.value.until.map { $0 > uptime } ?? false }.keys)
    }

    private func deliver(_ pending: PendingUpload, lane: Int) async throws {
        let manifest = pending.manifest
        publish()
        let fresh = untouched.removeValue(forKey: manifest.digest)
        var machine = UploadMachine(
            pending, check: check, offset: fresh?.upload == pending.upload ? fresh?.offset : nil,
            isStale: !delivered.isDisjoint(with: pending.needed.map(\.digest)),
            wrongPages: resting[manifest.digest]?.wrongPages ?? [:])
        var stream = UploadStream(machine.needed, from: outbox)
        while !Task.isCancelled {
            if machine.isSending {
                guard await turn.take(lane: lane, isUrgent: manifest.isUrgent), try await mayWork(uploads: true) else {
                    // The link went down while this one waited: nothing of it is sent, and where it stands still holds.
                    if machine.acknowledged == fresh?.offset { untouched[manifest.digest] = fresh }
                    return
                }
            }
            switch machine.next(appendSize: sizing.size(limit: sendLimit)) {
            case .announce:
                machine.handle(try await announceAgain(manifest))
                busy[manifest.digest] = Set(machine.needed.map(\.digest))
                stream = UploadStream(machine.needed, from: outbox)
            case .askOffset(let upload):
                machine.handle(
                    try await event { () async throws(Failure) in
                        .offset(upload: upload, try await client.offset(of: upload))
                    })
            case .append(let upload, let range):
                let before = machine.acknowledged
                machine.handle(
                    try await append(range, of: stream, to: upload, for: manifest, machine: machine, lane: lane))
                if machine.acknowledged > before {
                    resting[manifest.digest] = nil
                    try await outbox.recordProgress(
                        manifest.digest, sentBytes: machine.acknowledged, totalBytes: machine.totalBytes)
                }
                if machine.isSending, !manifest.isUrgent, try await urgentUploadWaits() { return }
            case .askReceipt:
                machine.handle(
                    try await event { () async throws(Failure) in
                        .receipt(try await client.receipt(of: manifest.digest))
                    })
            case .settle(let envelope, let receipt):
                if delivered.count > 10_000 { delivered = [] }
                delivered.formUnion(machine.needed.map(\.digest))
                try await settle(manifest, envelope, receipt)
                try await stationIsGood(chain: false)
                return
            case .setAside(let setback):
                if case .station(.chainBroken(.sequenceGap, _, let expected?)) = setback,
                    announcer.goBack(to: expected, from: manifest.sequence)
                {
                    // The collector was put back to an earlier state; the announcer sees to it.
                    return rest(manifest.digest, retryAfter: nil)
                }
                if !machine.wrongPages.isEmpty {
                    resting[manifest.digest, default: Rest()].wrongPages = machine.wrongPages
                }
                try await take(setback, for: manifest, whileUploading: true)
                return
            }
        }
    }

    /// What came of a request, as the machine takes it.
    private func event(
        _ request: () async throws(Failure) -> UploadMachine.Event
    ) async throws -> UploadMachine.Event {
        do {
            let event = try await request()
            try await note(nil)
            return event
        } catch let failure as Failure {
            try await note(failure)
            return .failed(failure)
        }
    }

    private func announceAgain(_ manifest: OutgoingManifest) async throws -> UploadMachine.Event {
        let event = try await event { () async throws(Failure) in
            .announced(try await client.announce(manifest.envelope))
        }
        if case .announced(let announcement) = event, announcement.status.state == .announced,
            announcement.status.receipt == nil
        {
            try await outbox.recordAnnounced(
                manifest.digest, needed: announcement.status.needed, upload: announcement.upload)
        }
        return event
    }

    private func append(
        _ range: Range<Int>, of stream: UploadStream, to upload: String, for manifest: OutgoingManifest,
        machine: UploadMachine, lane: Int
    ) async throws -> UploadMachine.Event {
        let total = machine.totalBytes
        let (report, turn, time) = (report, turn, time)
        let lastReport = Mutex(Duration.zero)
        let body = stream.body(range) { offset in
            // The next upload may begin while the answer to this one's last bytes is on its way.
            if offset == total { turn.giveBack(lane: lane) }
            let uptime = time.uptime
            let isDue = lastReport.withLock { last in
                guard offset == range.upperBound || uptime - last >= .milliseconds(200) else { return false }
                last = uptime
                return true
            }
            if isDue { report(.sending(manifest.digest, sentBytes: offset, totalBytes: total)) }
        }
        let limit = sendLimit
        let event = try await event { () async throws(Failure) in
            .appended(upload: upload, try await client.append(to: upload, at: range.lowerBound, body, limit: limit))
        }
        switch event {
        case .appended(_, let appended):
            sizing.succeed(bytes: appended.offset - range.lowerBound, seconds: appended.seconds)
        case .failed(.transport(.bodyUnreadable)):
            if let fault = stream.fault { return .unreadable(fault.page, detail: fault.detail) }
        case .failed(.transport(.lost)), .failed(.transport(.silent)): sizing.fail(bytes: range.count)
        case .failed(.status(413, _)): sizing.refuse(bytes: range.count)
        default: break
        }
        return event
    }
}
