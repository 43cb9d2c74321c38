package import Dossiers
import Exchange
package import Foundation
import Registry

extension Intake {
    /// Makes the upload for a posted manifest anew, as stock tus clients expect it: at offset 0.
    ///
    /// - Parameter length: the bytes that the client means to send; they must be those still wanted.
    package func createUpload(for manifest: ContentDigest, length: Int, from station: StationIdentity)
        async throws(IntakeError) -> UploadState
    {
        try desk.checkSpace()
        guard let record = try await record(of: manifest, for: station), record.station == station.station else {
            throw Self.unknownManifest(manifest)
        }
        guard record.state == .announced else { throw .uploadGone }
        let upload = try await freshUpload(record, for: station)
        guard let upload else { throw .uploadGone }
        guard upload.length == length else {
            throw IntakeError(
                .malformedRequest,
                "Upload-Length is \(length) and the pages still wanted have \(upload.length) bytes; post the manifest "
                    + "again and send the pages in `needed`, one after another")
        }
        return upload
    }

    /// How far the upload is. Ends a request that is under way on it instead of waiting for it.
    package func upload(_ id: String, for station: StationIdentity) async throws(IntakeError) -> UploadState {
        try await withSession(id) { session throws(IntakeError) in try await session.position(for: station) }
    }

    /// Appends the bytes of `body`. What was acknowledged is durable, also when this throws half-way.
    ///
    /// Ends another request that is under way on the upload. The last byte of the last page completes the submission;
    /// the answer has the receipt then.
    ///
    /// - Parameters:
    ///   - offset: where the client believes the upload to be.
    ///   - count: how many bytes will come, where that is known.
    ///   - checksum: of all bytes of `body`. They are held until it is found right, and dropped when it is not.
    package func append<Body: AsyncSequence>(
        to id: String, at offset: Int, count: Int?, checksum: UploadChecksum? = nil, body: Body,
        from station: StationIdentity
    ) async throws(IntakeError) -> UploadState where Body.Element: ContiguousBytes & Sendable {
        try desk.checkSpace()
        return try await withSession(id) { session throws(IntakeError) in
            let token = try await session.begin(at: offset, count: count, for: station)
            do throws(IntakeError) {
                if let checksum {
                    try await session.write(Self.collect(body, checking: checksum), token: token)
                } else {
                    try await Self.stream(body, to: session, token: token)
                }
            } catch {
                // Keeps what came, unless the upload is gone or another request has it now.
                _ = try? await session.end(token: token)
                throw error
            }
            return try await session.end(token: token)
        }
    }

    /// Ends the upload at the client's wish. Pages that are whole are kept.
    package func terminate(_ id: String, from station: StationIdentity) async throws(IntakeError) {
        _ = try await upload(id, for: station)
        try await drop(id)
    }

    /// An upload at offset 0, or nil when nothing is wanted any more.
    private func freshUpload(_ record: SubmissionRecord, for station: StationIdentity) async throws(IntakeError)
        -> UploadState?
    {
        if let upload = record.upload {
            let state = try? await self.upload(upload.id, for: station)
            if let state, state.offset == 0 { return state }
            return answer(try await renew(upload)).upload
        }
        let terms = desk.terms
        let current = try await desk.perform { registry throws(RegistryError) in
            try registry.reopen(record.manifest, terms: terms)
        }
        return current.flatMap { answer($0).upload }
    }

    /// Passes the bytes on in portions, so that the thread that writes is woken less often than bytes arrive.
    private static func stream<Body: AsyncSequence>(_ body: Body, to session: UploadSession, token: Int)
        async throws(IntakeError) where Body.Element: ContiguousBytes & Sendable
    {
        var portion: [Body.Element] = []
        var size = 0
        do {
            for try await chunk in body {
                portion.append(chunk)
                unsafe size += chunk.withUnsafeBytes { $0.count }
                guard size >= portionBytes else { continue }
                try await session.write(portion, token: token)
                portion.removeAll(keepingCapacity: true)
                size = 0
            }
            try await session.write(portion, token: token)
        } catch let error as IntakeError {
            throw error
        } catch {
            // The connection broke. What arrived is kept.
            try await session.write(portion, token: token)
            throw cutOff
        }
    }

    private static func collect<Body: AsyncSequence>(_ body: Body, checking checksum: UploadChecksum)
        async throws(IntakeError) -> [Body.Element] where Body.Element: ContiguousBytes & Sendable
    {
        var chunks: [Body.Element] = []
        var size = 0
        do {
            for try await chunk in body {
                chunks.append(chunk)
                unsafe size += chunk.withUnsafeBytes { $0.count }
                guard size <= IntakeLimit.checkedAppendBytes else { break }
            }
        } catch { throw cutOff }
        guard size <= IntakeLimit.checkedAppendBytes else {
            throw IntakeError(
                .tooLarge,
                "an append with Upload-Checksum may have \(IntakeLimit.checkedAppendBytes) bytes; send it in parts")
        }
        guard checksum.matches(chunks) else {
            throw IntakeError(
                .checksumMismatch, "the bytes do not have the digest in Upload-Checksum; they were dropped, send again")
        }
        return chunks
    }

    private static let portionBytes = 256 << 10

    private static var cutOff: IntakeError {
        IntakeError(.unavailable, "the connection ended before the last byte; ask for the offset and go on from there")
    }
}
