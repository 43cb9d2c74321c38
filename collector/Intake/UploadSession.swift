import ContentStore
import Dossiers
import Exchange
import Foundation
import Registry

/// One upload while it is in use: takes bytes in order, checks each page as its last byte arrives, and completes the
/// submission with the last page.
///
/// What is acknowledged is durable, and is found again after a restart. The name of the first partial file,
/// `<upload>.<index>`, says which pages are whole: those before its index. The file of the next page is therefore made
/// before the current one becomes a stored content, and the last page keeps its partial name until the submission is
/// complete. That a content is stored says nothing: it may be another office's.
///
/// Pages that have ended become stored contents side by side, beside the receipt of the next ones, and in any order;
/// whatever is acknowledged, or told the index, waits for all of them.
actor UploadSession {
    nonisolated let id: String

    private let executor: SerialQueueExecutor
    let desk: Desk
    var phase = Phase.closed
    var partial: PartialBlob?
    let pagesInFlight: PagesInFlight
    /// Whether the current page has bytes from before this session was opened.
    var pageWasResumed = false
    var namesAreDurable = true
    /// Bytes that a station may have been told are durable.
    var acknowledged = 0
    /// Counts the requests that took the upload over; an older one can do nothing any more.
    var generation = 0
    /// The append that has the upload.
    var request: Request?
    var lastUse = Date.distantPast

    /// An append that is under way.
    struct Request: Sendable {
        /// Bytes of it that are still to be written.
        let waiting: WaitingBytes
        /// Tells it that another request takes the upload over.
        let onTakeOver: @Sendable () -> Void
    }

    /// The life of a session.
    enum Phase {
        /// Nothing is known of the files: they are read at the next use.
        case closed
        case open(UploadRecord, UploadCursor)
        case complete(UploadRecord, SubmissionStatus)
        case gone
    }

    init(id: String, desk: Desk) {
        self.id = id
        self.desk = desk
        executor = SerialQueueExecutor(label: "sohoa.upload")
        pagesInFlight = PagesInFlight(on: desk.pageThreads)
    }

    // The actor holds the executor for as long as it lives.
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// Ends a request that is under way, makes durable what came with it, and says how far the upload is.
    func position(for station: StationIdentity) throws(IntakeError) -> UploadState {
        try takeOver(for: station)
        return try settle()
    }

    /// How far the upload is known to be durable, without disturbing a request that is under way.
    func acknowledgedState(for station: StationIdentity) throws(IntakeError) -> UploadState {
        try open(for: station)
        return try state()
    }

    /// Takes the upload over for an append at `offset`.
    ///
    /// - Parameter count: how many bytes are to come, where that is known.
    /// - Returns: what `write` and `end` are to be called with.
    func begin(at offset: Int, count: Int?, for station: StationIdentity, request: Request) throws(IntakeError)
        -> Int
    {
        try takeOver(for: station)
        let state = try settle()
        guard offset == state.offset else {
            throw IntakeError(
                .offsetMismatch,
                "the append is at offset \(offset) and the upload is at \(state.offset); go on from there",
                offset: state.offset)
        }
        if let count, count > state.length - offset { throw tooLong(state) }
        self.request = request
        return generation
    }

    /// Writes the next bytes of the append that `token` stands for.
    func write(_ chunks: [any ContiguousBytes & Sendable], token: Int) throws(IntakeError) {
        guard token == generation else { throw Self.takenOver }
        try take(chunks)
    }

    /// Ends the append that `token` stands for, whether it came through whole or not: what came is made durable.
    func end(token: Int) throws(IntakeError) -> UploadState {
        guard token == generation else { throw Self.takenOver }
        request = nil
        return try settle()
    }

    /// Ends the upload. `record` is given it, and the pages of it that are whole, to put down in the index.
    ///
    /// - Returns: what `record` returns, or nil when the upload has ended already.
    func retire<Value: Sendable>(
        _ record: @Sendable (UploadRecord, [StoredPage]) throws(IntakeError) -> Value
    ) throws(IntakeError) -> Value? {
        supersede()
        if case .closed = phase { try load() }
        switch phase {
        case .closed, .gone: return nil
        case .complete(let upload, _):
            let value = try record(upload, [])
            phase = .gone
            return value
        case .open(let upload, let cursor):
            try settlePages()
            // Should the index fail, the pages' own names are there still: the upload begins anew.
            phase = .closed
            try forgetFiles(upload)
            let value = try record(upload, Self.wholePages(upload, cursor))
            phase = .gone
            return value
        }
    }

    /// Closes the files when no append is under way and the session has not been used since `moment`; the next use
    /// opens them again.
    func rest(ifUnusedSince moment: Date) {
        guard request == nil, lastUse < moment, case .open = phase else { return }
        if var open = partial.take() { open.sync() }
        phase = .closed
    }

    /// Whether nothing will come of this session any more.
    var isOver: Bool {
        switch phase {
        case .complete, .gone: true
        case .closed, .open: false
        }
    }
}

extension StoredPage {
    init(_ page: SubmissionStatus.NeededPage) { self.init(digest: page.digest, byteLength: page.byteLength) }
}
