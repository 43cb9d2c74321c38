internal import Exchange

extension Courier {
    /// The lane that announces manifests, one after the other.
    func announceAll() async throws {
        while !Task.isCancelled {
            let seen = bell.rings
            guard try await mayWork(uploads: false), let manifest = try await nextManifest() else {
                await waitForWork(since: seen)
                continue
            }
            try await announce(manifest)
        }
    }

    private func nextManifest() async throws -> OutgoingManifest? {
        switch announcer.next {
        case .lowest: return try await outbox.nextToAnnounce()
        case .sequence(let sequence):
            if let manifest = try await outbox.manifest(sequence: sequence) { return manifest }
            let setback = announcer.handleMissing(sequence)
            if let next = try await outbox.nextToAnnounce() {
                try await take(setback, for: next, whileUploading: false)
            }
            return nil
        }
    }

    private func announce(_ manifest: OutgoingManifest) async throws {
        isAnnouncing = true
        publish()
        defer {
            isAnnouncing = false
            publish()
        }
        let answer: Result<Announcement, Failure>
        do { answer = .success(try await client.announce(manifest.envelope)) } catch { answer = .failure(error) }
        if Task.isCancelled { return }
        try await note(answer.failure)
        switch announcer.handle(answer, for: manifest) {
        case .announced(let needed, let upload):
            if case .success(let announcement) = answer { untouched[manifest.digest] = announcement }
            try await outbox.recordAnnounced(manifest.digest, needed: needed, upload: upload)
            try await announcementSucceeded()
            report(.announced(manifest.digest))
        case .settled(let envelope, let receipt):
            try await settle(manifest, envelope, receipt)
            try await announcementSucceeded()
        case .again: break
        case .setback(let setback): try await take(setback, for: manifest, whileUploading: false)
        }
    }

    private func announcementSucceeded() async throws {
        announcing = Rest()
        try await stationIsGood(chain: true)
        // An upload lane may wait for just this one.
        wake()
    }
}

extension Result {
    /// The error, when there is one.
    var failure: Failure? { if case .failure(let error) = self { error } else { nil } }
}
