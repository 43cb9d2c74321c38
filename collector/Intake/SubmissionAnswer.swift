package import Exchange
package import Foundation

/// Where a posted manifest stands, and where its pages go.
package struct SubmissionAnswer: Sendable, Hashable {
    package var status: SubmissionStatus
    /// The upload for the pages in `status.needed`, in that order; nil where none is needed or none is open.
    package var upload: UploadState?
}

/// How far an upload is.
package struct UploadState: Sendable, Hashable {
    package var id: String
    /// Bytes that are durable.
    package var offset: Int
    /// Bytes in all.
    package var length: Int
    /// Until when it waits for the next bytes.
    package var expiresAt: Date
    /// Once all bytes are there: the submission with its receipt.
    package var submission: SubmissionStatus?
}
