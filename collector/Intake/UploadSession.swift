import ContentStore
import Dossiers
import Exchange
import Foundation
import Registry

/// One upload while it is in use: takes bytes in order, checks each page as its last byte arrives, and completes the
/// submission with the last page.
///
/// What is acknowledged is durable, and is found again after a restart. The name of the one partial file,
/// `<upload>.<index>`, says which pages are whole: those before its index. The file of the next page (or, after the
/// last, an empty mark) is therefore made before the current one becomes a stored content.
actor UploadSession {
    nonisolated let id: String

    private let executor: SerialQueueExecutor
    private let desk: Desk
    private var phase = Phase.closed
    private var partial: PartialBlob?
    /// Whether the current page has bytes from before this session was opened.
    private var pageWasResumed = false
    private var namesAreDurable = true
    /// Bytes that a station may have been told are durable.
    private var acknowledged = 0
    /// Counts the requests that took the upload over; an older one can do nothing any more.
    private var generation = 0
    /// Tells the request that has the upload that another takes it over.
    private var onTakeOver: (@Sendable () -> Void)?
    private var lastUse = Date.distantPast

    /// The life of a session.
    private enum Phase {
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
    func begin(
        at offset: Int, count: Int?, for station: StationIdentity, onTakeOver: @escaping @Sendable () -> Void
    ) throws(IntakeError) -> Int {
        try takeOver(for: station)
        let state = try settle()
        guard offset == state.offset else {
            throw IntakeError(
                .offsetMismatch,
                "the append is at offset \(offset) and the upload is at \(state.offset); go on from there",
                offset: state.offset)
        }
        if let count, count > state.length - offset { throw tooLong(state) }
        self.onTakeOver = onTakeOver
        return generation
    }

    /// Writes the next bytes of the append that `token` stands for.
    func write(_ chunks: [any ContiguousBytes & Sendable], token: Int) throws(IntakeError) {
        guard token == generation else { throw Self.takenOver }
        for chunk in chunks {
            var failure: IntakeError?
            // The buffer lives as long as the closure.
            unsafe chunk.withUnsafeBytes { buffer in
                do throws(IntakeError) { try take(unsafe buffer.bytes) } catch { failure = error }
            }
            if let failure { throw failure }
        }
    }

    /// Ends the append that `token` stands for, whether it came through whole or not: what came is made durable.
    func end(token: Int) throws(IntakeError) -> UploadState {
        guard token == generation else { throw Self.takenOver }
        onTakeOver = nil
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
            let value = try record(upload, Self.wholePages(upload, cursor))
            phase = .gone
            try forgetFiles(upload, cursor)
            return value
        }
    }

    /// Closes the files when the session has not been used since `moment`; the next use opens them again.
    func rest(ifUnusedSince moment: Date) {
        guard lastUse < moment, case .open = phase else { return }
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

// MARK: - Opening

extension UploadSession {
    private func takeOver(for station: StationIdentity) throws(IntakeError) {
        try open(for: station)
        supersede()
    }

    private func supersede() {
        generation += 1
        onTakeOver?()
        onTakeOver = nil
    }

    private func open(for station: StationIdentity) throws(IntakeError) {
        lastUse = desk.now()
        if case .closed = phase { try load() }
        switch phase {
        case .open(let upload, _), .complete(let upload, _):
            guard upload.station == station.station else { throw .uploadGone }
        case .closed, .gone: throw .uploadGone
        }
    }

    /// Finds out from index and files how far the upload is.
    private func load() throws(IntakeError) {
        let upload = try desk.registry { registry throws(RegistryError) in try registry.upload(id) }
        guard let upload else {
            phase = .gone
            return
        }
        if upload.isComplete {
            phase = .complete(upload, try desk.status(of: upload))
            return
        }
        let prefix = id + "."
        let indices = try desk.store { store throws(ContentStoreError) in try store.partialNames() }
            .compactMap { $0.hasPrefix(prefix) ? Int($0.dropFirst(prefix.count)) : nil }
            .filter { (0...upload.pages.count).contains($0) }
        let index = indices.min() ?? 0
        guard upload.pages[..<index].allSatisfy(desk.isStored) else {
            // A page that was whole is gone or damaged: begin anew with what is there.
            let whole = upload.pages[..<index].filter(desk.isStored)
            try desk.registry { registry throws(RegistryError) in
                try registry.dropUpload(id, keeping: whole.map(StoredPage.init), at: desk.now())
            }
            phase = .gone
            try forgetFiles(upload, UploadCursor(upload.pages, index: index))
            return
        }
        var cursor = UploadCursor(upload.pages, index: index)
        partial = nil
        if index < upload.pages.count {
            let open = try openPartial(upload, index)
            cursor.advance(by: open.byteLength)
            pageWasResumed = open.byteLength > 0
            partial = consume open
        }
        namesAreDurable = !indices.isEmpty
        phase = .open(upload, cursor)
        acknowledged = cursor.offset
    }

    private func openPartial(_ upload: UploadRecord, _ index: Int) throws(IntakeError) -> PartialBlob {
        let page = upload.pages[index]
        do {
            return try desk.store.openPartial(
                name(index), expecting: page.digest, byteLength: page.byteLength)
        } catch { throw desk.report(error) }
    }

    private func name(_ index: Int) -> String { "\(id).\(index)" }
}

// MARK: - Bytes

extension UploadSession {
    private func take(_ bytes: RawSpan) throws(IntakeError) {
        guard case .open(let upload, var cursor) = phase else { throw .uploadGone }
        var done = 0
        while done < bytes.byteCount {
            guard !cursor.isAtEnd else { throw tooLong(try state()) }
            let count = min(bytes.byteCount - done, cursor.remainingInPage)
            do { try partial?.append(bytes.extracting(done..<done + count)) } catch {
                // What reached the file is not known: the next use reads it.
                partial = nil
                phase = .closed
                throw desk.report(error)
            }
            cursor.advance(by: count)
            phase = .open(upload, cursor)
            done += count
            if cursor.remainingInPage == 0 { cursor = try finishPage(upload, cursor) }
        }
    }

    /// Makes the current page, of which every byte is there, a stored content, and goes on to the next.
    private func finishPage(_ upload: UploadRecord, _ cursor: UploadCursor) throws(IntakeError) -> UploadCursor {
        var cursor = cursor
        let index = cursor.index
        namesAreDurable = false
        if index + 1 < upload.pages.count {
            let next = try openPartial(upload, index + 1)
            try finishPartial(upload, cursor)
            partial = consume next
        } else {
            try desk.store { store throws(ContentStoreError) in try store.markPartial(name(index + 1)) }
            try finishPartial(upload, cursor)
        }
        pageWasResumed = false
        cursor.nextPage()
        phase = .open(upload, cursor)
        return cursor
    }

    private func finishPartial(_ upload: UploadRecord, _ cursor: UploadCursor) throws(IntakeError) {
        guard let current = partial.take() else { throw .internalError }
        do { _ = try current.finish() } catch {
            switch error {
            case .mismatch, .wrongLength: throw try spoilt(upload, cursor)
            case .conflict, .missing, .system:
                phase = .closed
                throw desk.report(error)
            }
        }
    }

    /// Ends the upload at a page whose bytes are wrong; the pages before it are kept.
    private func spoilt(_ upload: UploadRecord, _ cursor: UploadCursor) throws(IntakeError) -> IntakeError {
        phase = .gone
        generation += 1
        try desk.registry { registry throws(RegistryError) in
            try registry.dropUpload(id, keeping: Self.wholePages(upload, cursor), at: desk.now())
        }
        try forgetFiles(upload, cursor)
        // Bytes that a power cut spoilt here are no fault of the station's.
        guard !pageWasResumed else { return .uploadGone }
        let page = upload.pages[cursor.index].digest
        return IntakeError(
            .pageMismatch,
            "the bytes sent for page \(page) do not have that digest; nothing of that page was kept, the pages before it "
                + "were. Check the page with `sohoa-agent verify`, then post the manifest again",
            page: page)
    }

    private func forgetFiles(_ upload: UploadRecord, _ cursor: UploadCursor) throws(IntakeError) {
        partial = nil
        try desk.store { store throws(ContentStoreError) in
            for index in cursor.index...min(cursor.index + 1, upload.pages.count) {
                try store.removePartial(name(index))
            }
        }
    }

    private static func wholePages(_ upload: UploadRecord, _ cursor: UploadCursor) -> [StoredPage] {
        upload.pages[..<cursor.index].map(StoredPage.init)
    }
}

// MARK: - Acknowledging

extension UploadSession {
    /// Makes durable what is there, or completes the submission when all of it is; then it may be acknowledged.
    private func settle() throws(IntakeError) -> UploadState {
        guard case .open(let upload, var cursor) = phase else { return try state() }
        // A crash or a full disk may have come between a page's last byte and its end.
        while !cursor.isAtEnd, cursor.remainingInPage == 0 { cursor = try finishPage(upload, cursor) }
        if cursor.isAtEnd {
            try complete(upload)
        } else {
            partial?.sync()
            if !namesAreDurable {
                try desk.store { store throws(ContentStoreError) in try store.syncPartials() }
                namesAreDurable = true
            }
            acknowledged = cursor.offset
            try prolong(upload, cursor)
        }
        return try state()
    }

    private func complete(_ upload: UploadRecord) throws(IntakeError) {
        let record = try desk.complete(upload.manifest)
        let cursor = UploadCursor(upload.pages, index: upload.pages.count)
        guard let record else {
            // A page that was whole when it came, or that was there before, is not there any more.
            phase = .gone
            try desk.registry { registry throws(RegistryError) in
                try registry.dropUpload(
                    id, keeping: upload.pages.filter(desk.isStored).map(StoredPage.init), at: desk.now())
            }
            try forgetFiles(upload, cursor)
            throw .uploadGone
        }
        acknowledged = upload.length
        phase = .complete(upload, SubmissionStatus(record))
        try forgetFiles(upload, cursor)
    }

    /// Gives the upload its full time again, when half of it has gone by.
    private func prolong(_ upload: UploadRecord, _ cursor: UploadCursor) throws(IntakeError) {
        let now = desk.now()
        guard upload.expiresAt.timeIntervalSince(now) < desk.settings.uploadLifetime / 2 else { return }
        var upload = upload
        upload.expiresAt = now.addingTimeInterval(desk.settings.uploadLifetime)
        try desk.registry { registry throws(RegistryError) in
            try registry.extendUpload(id, to: upload.expiresAt)
        }
        phase = .open(upload, cursor)
    }

    private func state() throws(IntakeError) -> UploadState {
        switch phase {
        case .open(let upload, _):
            UploadState(id: id, offset: acknowledged, length: upload.length, expiresAt: upload.expiresAt)
        case .complete(let upload, let status):
            UploadState(
                id: id, offset: upload.length, length: upload.length, expiresAt: upload.expiresAt, submission: status)
        case .closed, .gone: throw .uploadGone
        }
    }

    private func tooLong(_ state: UploadState) -> IntakeError {
        IntakeError(
            .uploadTooLong,
            "more bytes were sent than the upload takes (\(state.length) in all); send the pages in `needed`, one after "
                + "another, and nothing else")
    }

    private static var takenOver: IntakeError {
        IntakeError(
            .offsetMismatch, "another request has taken this upload over; ask for its offset and go on from there")
    }
}

extension StoredPage {
    init(_ page: SubmissionStatus.NeededPage) { self.init(digest: page.digest, byteLength: page.byteLength) }
}
