import FoundationEssentials
import Hummingbird
import Intake
import NIOCore

/// Passes the body of a `PATCH` on to intake as it comes. However the request ends, what arrived is kept.
struct Appending: Sendable {
    let intake: Intake
    let limits: ConsoleLimits

    /// - Returns: how far the upload is with the whole body durable.
    func run(
        _ order: AppendOrder, of request: Request, to id: String, reading: BodyReading, from station: StationIdentity
    ) async throws -> UploadState {
        let (superseded, takenOver) = AsyncStream.makeStream(of: Never.self)
        let append = try await intake.beginAppend(
            to: id, at: order.offset, count: order.count, checksum: order.checksum, from: station,
            onTakeOver: { takenOver.finish() })
        do {
            try await BodyPump(limits: limits).run(request.body, reading: reading, superseded: superseded) { chunk in
                try await append.write(Chunk(buffer: chunk))
            }
            // A peer that goes away ends the body early, without an error.
            if let count = order.count, reading.bytes < count { throw BodyInterruption.broken }
        } catch {
            await append.abandon()
            throw error
        }
        return try await append.finish()
    }

    /// Received bytes, lent without a copy.
    private struct Chunk: ContiguousBytes, Sendable {
        let buffer: ByteBuffer

        func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
            // The pointer is the buffer's own, valid within the call.
            try unsafe buffer.withUnsafeReadableBytes(body)
        }
    }
}
