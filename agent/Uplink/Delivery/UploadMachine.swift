package import Dossiers
package import Exchange

/// The life of one submission between its announcement and its receipt, as a state machine: what happened goes in, what
/// to do next comes out. It does nothing itself.
///
/// It can be thrown away at any moment: a new one made from the outbox goes on where the collector is.
package struct UploadMachine: Sendable {
    /// What to do next.
    package enum Action: Sendable, Hashable {
        /// Post the manifest, to learn where things stand.
        case announce
        case askOffset(upload: String)
        /// Send the bytes `range` of the upload.
        case append(upload: String, range: Range<Int>)
        case askReceipt
        /// Done: keep the receipt.
        case settle(Envelope, Receipt)
        /// Leave it for now, or for good.
        case setAside(Setback)
    }

    /// What came of an action.
    package enum Event: Sendable, Hashable {
        case announced(Announcement)
        case offset(upload: String, Int)
        case appended(upload: String, Appended)
        /// Nil when there is none yet.
        case receipt(Envelope?)
        case unreadable(ContentDigest, detail: String)
        case failed(Failure)
    }

    /// How often a page may be found wrong before a person has to look at it.
    package static let attemptsPerPage = 3
    /// How often one may be sent back without getting on, before the submission is set aside for a while.
    package static let detourLimit = 4

    /// How often each page was found wrong; survives being set aside, if handed on to the next machine.
    package private(set) var wrongPages: [ContentDigest?: Int]
    /// What the collector wants, as it said last.
    package private(set) var needed: [SubmissionStatus.NeededPage]
    /// The furthest offset the collector acknowledged for the present upload.
    package private(set) var acknowledged = 0

    private enum State: Hashable {
        case unannounced
        case located(String)
        case sending(String, offset: Int)
        case sent
        case settled(Envelope, Receipt)
        case setAside(Setback)
    }

    private let manifest: OutgoingManifest
    private let check: ReceiptCheck
    private var state: State
    private var detours = 0

    /// - Parameters:
    ///   - offset: where the upload stands, if that is known for certain; else it is asked for.
    ///   - isStale: whether some of the needed pages may have come to the collector since by another way, so that it is
    ///     worth asking again.
    ///   - wrongPages: what the machine before this one counted.
    package init(
        _ pending: PendingUpload, check: ReceiptCheck, offset: Int? = nil, isStale: Bool = false,
        wrongPages: [ContentDigest?: Int] = [:]
    ) {
        manifest = pending.manifest
        self.check = check
        needed = pending.needed
        self.wrongPages = wrongPages
        if let upload = pending.upload, !isStale { state = .located(upload) } else { state = .unannounced }
        if case .located(let upload) = state, let offset { move(to: offset, of: upload) }
    }

    /// Bytes the collector wants in all.
    package var totalBytes: Int { needed.reduce(0) { $0 + $1.byteLength } }

    /// Whether the next thing to do is to send bytes.
    package var isSending: Bool { if case .sending = state { true } else { false } }

    /// What to do now.
    ///
    /// - Parameter appendSize: the most bytes to send at once.
    package func next(appendSize: Int) -> Action {
        switch state {
        case .unannounced: .announce
        case .located(let upload): .askOffset(upload: upload)
        case .sending(let upload, let offset):
            .append(upload: upload, range: offset..<min(offset + max(appendSize, 1), totalBytes))
        case .sent: .askReceipt
        case .settled(let envelope, let receipt): .settle(envelope, receipt)
        case .setAside(let setback): .setAside(setback)
        }
    }

    /// Takes note of what came of an action. An answer to something that is no longer asked is passed over.
    package mutating func handle(_ event: Event) {
        switch (state, event) {
        case (.settled, _), (.setAside, _): break
        case (.unannounced, .announced(let announcement)): handle(announcement)
        case (.located(let upload), .offset(let asked, let offset)) where upload == asked:
            move(to: offset, of: upload)
        case (.sending(let upload, let before), .appended(let sent, let appended)) where upload == sent:
            handle(appended, of: upload, before: before)
        case (.sent, .receipt(let envelope)):
            if let envelope {
                settle(envelope)
            } else {
                detour(to: .unannounced, "all is sent, and there is no receipt")
            }
        case (.sending, .unreadable(let page, let detail)):
            setAside(.submission(.pageUnreadable(page, detail: detail)))
        case (_, .failed(let failure)): handle(failure)
        case (_, _): break
        }
    }

    // MARK: Answers

    private mutating func handle(_ announcement: Announcement) {
        let status = announcement.status
        if let receipt = status.receipt { return settle(receipt) }
        guard status.state == .announced else {
            return setAside(.submission(.confused("it is \(status.state.rawValue) and has no receipt")))
        }
        guard let upload = announcement.upload else {
            return setAside(.submission(.confused("pages are awaited and no upload is named")))
        }
        needed = status.needed
        acknowledged = 0
        move(to: announcement.offset, of: upload)
    }

    private mutating func handle(_ appended: Appended, of upload: String, before: Int) {
        if appended.offset == before { return detour(to: .located(upload), "bytes were taken and not counted") }
        move(to: appended.offset, of: upload)
        if state == .sent, let receipt = appended.receipt { settle(receipt) }
    }

    private mutating func move(to offset: Int, of upload: String) {
        // Acknowledged means on the disk: an upload that goes back or beyond its end is not the one that was begun.
        guard (acknowledged...totalBytes).contains(offset) else {
            return detour(to: .unannounced, "an upload of \(totalBytes) bytes went from \(acknowledged) to \(offset)")
        }
        if offset > acknowledged { detours = 0 }
        acknowledged = offset
        state = offset == totalBytes ? .sent : .sending(upload, offset: offset)
    }

    private mutating func settle(_ envelope: Envelope) {
        do { state = .settled(envelope, try check.receipt(in: envelope, for: manifest)) } catch {
            setAside(.submission(.receiptNotTrusted(error)))
        }
    }

    // MARK: Failures

    private mutating func handle(_ failure: Failure) {
        switch (state, failure.code, failure.status) {
        case (.unannounced, let code?, _) where StationProblem.blocksChain(code):
            setAside(.station(.blocking(code, failure, manifest: manifest)))
        case (.sending, .pageMismatch, _), (.sending, .checksumMismatch, _), (.sending, nil, 460):
            pageWasWrong(in: failure)
        case (.sending(let upload, _), .offsetMismatch, _), (.sending(let upload, _), nil, 409):
            detour(to: .located(upload), "\(failure)")
        case (.sending, .uploadTooLong, _): detour(to: .unannounced, "\(failure)")
        case (.sending(let upload, _), nil, 413):
            // A proxy's limit, not the collector's: smaller bites may pass.
            detour(to: .located(upload), "\(failure)")
        case (.located, nil, 401), (.located, nil, 403), (.located, nil, 400):
            // An answer to HEAD tells no reason; the manifest posted again will.
            detour(to: .unannounced, "\(failure)")
        case (.sending, _, 404), (.sending, _, 410), (.located, _, 404), (.located, _, 410):
            detour(to: .unannounced, "\(failure)")
        default: setAside(Setback(failure))
        }
    }

    private mutating func pageWasWrong(in failure: Failure) {
        let page: ContentDigest? = if case .problem(let problem, _) = failure { problem.page } else { nil }
        wrongPages[page, default: 0] += 1
        if wrongPages[page, default: 0] >= Self.attemptsPerPage {
            setAside(.submission(.pageMismatch(page)))
        } else {
            state = .unannounced
        }
    }

    /// Takes another way, unless that led nowhere several times already: then rests, so that nothing runs in a circle.
    private mutating func detour(to state: State, _ reason: String) {
        detours += 1
        if detours > Self.detourLimit {
            setAside(.submission(.confused(reason)))
        } else {
            self.state = state
        }
    }

    private mutating func setAside(_ setback: Setback) { state = .setAside(setback) }
}
