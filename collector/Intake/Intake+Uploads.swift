package import Dossiers
import Exchange
import Foundation
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

    /// Takes the upload over for an append of bytes at `offset`; a request that is under way on it ends.
    ///
    /// - Parameters:
    ///   - offset: where the client believes the upload to be.
    ///   - count: how many bytes will come, where that is known.
    ///   - checksum: of all bytes of the append. They are held until it is found right, and dropped when it is not.
    ///   - onTakeOver: called when another request takes the upload over, so that this one can stop reading.
    package func beginAppend(
        to id: String, at offset: Int, count: Int?, checksum: UploadChecksum? = nil, from station: StationIdentity,
        onTakeOver: @escaping @Sendable () -> Void = {}
    ) async throws(IntakeError) -> UploadAppend {
        try desk.checkSpace()
        if checksum != nil, let count, count > IntakeLimit.checkedAppendBytes { throw UploadAppend.tooLargeToCheck }
        return try await withSession(id) { session throws(IntakeError) in
            let waiting = WaitingBytes()
            // Bytes whose checksum is not known to be right are not taken from a request that is ended.
            let token = try await session.begin(
                at: offset, count: count, for: station,
                request: .init(waiting: checksum == nil ? waiting : WaitingBytes(), onTakeOver: onTakeOver))
            return UploadAppend(
                intake: self, session: session, token: token, checksum: checksum, waiting: waiting)
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
}
