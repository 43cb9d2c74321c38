import ContentStore
import Dossiers
import Exchange
import Foundation
import Registry

// Bytes become pages.

extension UploadSession {
    func take(_ chunks: [any ContiguousBytes & Sendable]) throws(IntakeError) {
        for chunk in chunks {
            var failure: IntakeError?
            // The buffer lives as long as the closure.
            unsafe chunk.withUnsafeBytes { buffer in
                do throws(IntakeError) { try take(unsafe buffer.bytes) } catch { failure = error }
            }
            if let failure { throw failure }
        }
    }

    func take(_ bytes: RawSpan) throws(IntakeError) {
        guard case .open(let upload, var cursor) = phase else { throw .uploadGone }
        var done = 0
        while done < bytes.byteCount {
            guard !cursor.isAtEnd else { throw tooLong(try state()) }
            let count = min(bytes.byteCount - done, cursor.remainingInPage)
            do { try partial?.append(bytes.extracting(done..<done + count)) } catch {
                throw close(error)
            }
            cursor.advance(by: count)
            phase = .open(upload, cursor)
            done += count
            if cursor.remainingInPage == 0 { cursor = try endPage(upload, cursor) }
        }
    }

    /// Sees to it that the current page, of which every byte is there, becomes a stored content, and goes on to the next.
    ///
    /// The next page's file is there before this one loses its own; the last page keeps its own until the submission is
    /// complete.
    func endPage(_ upload: UploadRecord, _ cursor: UploadCursor) throws(IntakeError) -> UploadCursor {
        var cursor = cursor
        let next = cursor.index + 1
        if next < upload.pages.count {
            // Pages may have become durable out of order: what a killed process left of this one was acknowledged to nobody.
            let file = try openPartial(upload, next, isNew: true)
            let page = try checkPage(upload, cursor)
            do { try pagesInFlight.finish(page) } catch { throw close(error) }
            partial = consume file
            namesAreDurable = false
        } else {
            pagesInFlight.finishLast(try checkPage(upload, cursor))
        }
        pageWasResumed = false
        cursor.nextPage()
        phase = .open(upload, cursor)
        return cursor
    }

    private func checkPage(_ upload: UploadRecord, _ cursor: UploadCursor) throws(IntakeError) -> CheckedBlob {
        guard let current = partial.take() else { throw .internalError }
        do { return try current.check() } catch {
            switch error {
            case .mismatch, .wrongLength: throw try spoilt(upload, cursor)
            case .conflict, .missing, .system: throw close(error)
            }
        }
    }

    /// Waits until every page that has ended is durable under its digest.
    func settlePages() throws(IntakeError) {
        do { try pagesInFlight.wait() } catch { throw close(error) }
    }

    /// Closes the session after a fault of the disk: what reached it is in the files and their names, and the next use reads
    /// them.
    private func close(_ error: ContentStoreError) -> IntakeError {
        partial = nil
        phase = .closed
        return desk.report(error)
    }

    /// Ends the upload at a page whose bytes are wrong; the pages before it are kept.
    private func spoilt(_ upload: UploadRecord, _ cursor: UploadCursor) throws(IntakeError) -> IntakeError {
        try settlePages()
        phase = .gone
        generation += 1
        try forgetFiles(upload)
        try desk.registry { registry throws(RegistryError) in
            try registry.dropUpload(id, keeping: Self.wholePages(upload, cursor), at: desk.now())
        }
        // Bytes that a power cut spoilt here are no fault of the station's.
        guard !pageWasResumed else { return .uploadGone }
        let page = upload.pages[cursor.index].digest
        return IntakeError(
            .pageMismatch,
            "the bytes sent for page \(page) do not have that digest; nothing of that page was kept, the pages before it "
                + "were. Check the page with `sohoa-agent verify`, then post the manifest again",
            page: page)
    }

    /// Removes the upload's files, before the index forgets the upload: nobody else knows of them.
    func forgetFiles(_ upload: UploadRecord) throws(IntakeError) {
        partial = nil
        try desk.store { store throws(ContentStoreError) in
            for (index, page) in upload.pages.enumerated() { try store.removePartial(name(index), of: page.digest) }
        }
    }

    /// The pages before the current one. To be told the index only after `settlePages`.
    static func wholePages(_ upload: UploadRecord, _ cursor: UploadCursor) -> [StoredPage] {
        upload.pages[..<cursor.index].map(StoredPage.init)
    }
}
