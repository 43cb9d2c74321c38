import ContentStore
import Dossiers
import Exchange
import Foundation
import Registry

// What may be acknowledged.

extension UploadSession {
    /// Makes durable what is there, or completes the submission when all of it is; then it may be acknowledged.
    func settle() throws(IntakeError) -> UploadState {
        guard case .open(let upload, var cursor) = phase else { return try state() }
        // A crash or a full disk may have come between a page's last byte and its end.
        while !cursor.isAtEnd, cursor.remainingInPage == 0 { cursor = try endPage(upload, cursor) }
        // Beside the pages before it.
        partial?.sync()
        try settlePages()
        if cursor.isAtEnd {
            try complete(upload)
        } else {
            if !namesAreDurable {
                try desk.store { store throws(ContentStoreError) in
                    try store.syncNames(of: [upload.pages[cursor.index].digest])
                }
                namesAreDurable = true
            }
            acknowledged = cursor.offset
            try prolong(upload, cursor)
        }
        return try state()
    }

    func complete(_ upload: UploadRecord) throws(IntakeError) {
        let record = try desk.complete(upload.manifest)
        guard let record else {
            // A page that was whole when it came, or that was there before, is not there any more.
            phase = .gone
            try forgetFiles(upload)
            try desk.registry { registry throws(RegistryError) in
                try registry.dropUpload(
                    id, keeping: upload.pages.filter(desk.isStored).map(StoredPage.init), at: desk.now())
            }
            throw .uploadGone
        }
        acknowledged = upload.length
        phase = .complete(upload, SubmissionStatus(record))
        // Where this does not come through, the next start does it.
        try desk.store { store throws(ContentStoreError) in try Self.removeMark(of: upload, in: store) }
    }

    /// Removes the partial name that the last page keeps until the submission is complete.
    static func removeMark(of upload: UploadRecord, in store: ContentStore) throws(ContentStoreError) {
        guard let last = upload.pages.last else { return }
        try store.removePartial(name(upload.pages.count - 1, of: upload.id), of: last.digest)
    }

    /// Gives the upload its full time again, when half of it has gone by.
    func prolong(_ upload: UploadRecord, _ cursor: UploadCursor) throws(IntakeError) {
        let now = desk.now()
        guard upload.expiresAt.timeIntervalSince(now) < desk.settings.uploadLifetime / 2 else { return }
        var upload = upload
        upload.expiresAt = now.addingTimeInterval(desk.settings.uploadLifetime)
        try desk.registry { registry throws(RegistryError) in
            try registry.extendUpload(id, to: upload.expiresAt)
        }
        phase = .open(upload, cursor)
    }

    func state() throws(IntakeError) -> UploadState {
        switch phase {
        case .open(let upload, _):
            UploadState(id: id, offset: acknowledged, length: upload.length, expiresAt: upload.expiresAt)
        case .complete(let upload, let status):
            UploadState(
                id: id, offset: upload.length, length: upload.length, expiresAt: upload.expiresAt, submission: status)
        case .closed, .gone: throw .uploadGone
        }
    }

    func tooLong(_ state: UploadState) -> IntakeError {
        IntakeError(
            .uploadTooLong,
            "more bytes were sent than the upload takes (\(state.length) in all); send the pages in `needed`, one after "
                + "another, and nothing else")
    }

    static var takenOver: IntakeError {
        IntakeError(
            .offsetMismatch, "another request has taken this upload over; ask for its offset and go on from there")
    }
}
