import Exchange
package import Foundation

/// One append to an upload: bytes are written as they come, and acknowledged by `finish`.
///
/// Exactly one of `finish` and `abandon` is to be called in the end. Not to be used by two tasks at a time.
package final class UploadAppend: Sendable {
    private let intake: Intake
    private let session: UploadSession
    private let token: Int
    private let checksum: UploadChecksum?
    /// What has come and is not passed on yet, so that the thread that writes is woken less often.
    private let waiting: WaitingBytes

    init(
        intake: Intake, session: UploadSession, token: Int, checksum: UploadChecksum?, waiting: WaitingBytes
    ) {
        self.intake = intake
        self.session = session
        self.token = token
        self.checksum = checksum
        self.waiting = waiting
    }

    /// Takes the next bytes. They are kept when this returns, and durable when `finish` or `abandon` does.
    ///
    /// - Throws: for instance `pageMismatch`, with which the upload has ended.
    package func write(_ chunk: some ContiguousBytes & Sendable) async throws(IntakeError) {
        let total = waiting.add(chunk)
        if checksum == nil {
            if total >= Self.portionBytes { try await session.write(waiting.take(), token: token) }
        } else if total > IntakeLimit.checkedAppendBytes {
            _ = waiting.take()
            throw Self.tooLargeToCheck
        }
    }

    /// Ends the append as its last byte has come: checks the checksum, and makes durable what came.
    ///
    /// - Returns: how far the upload is; with the last byte of the last page, the submission with its receipt.
    package func finish() async throws(IntakeError) -> UploadState {
        try await intake.with(session) { session throws(IntakeError) in
            let chunks = waiting.take()
            if let checksum, !checksum.matches(chunks) {
                _ = try await session.end(token: token)
                throw IntakeError(
                    .checksumMismatch,
                    "the bytes do not have the digest in Upload-Checksum; they were dropped, send them again")
            }
            do throws(IntakeError) { try await session.write(chunks, token: token) } catch {
                // What came before the fault is kept, unless the upload is gone or another request has it.
                _ = try? await session.end(token: token)
                throw error
            }
            return try await session.end(token: token)
        }
    }

    /// Ends the append before its last byte, as the connection broke or a write failed: what came is kept and made
    /// durable, unless there was a checksum to wait for.
    package func abandon() async {
        _ = try? await intake.with(session) { session throws(IntakeError) in
            let chunks = waiting.take()
            if checksum == nil { try? await session.write(chunks, token: token) }
            return try await session.end(token: token)
        }
    }

    static var tooLargeToCheck: IntakeError {
        IntakeError(
            .tooLarge,
            "an append with Upload-Checksum may have \(IntakeLimit.checkedAppendBytes) bytes; send it in parts")
    }

    private static let portionBytes = 512 << 10
}
