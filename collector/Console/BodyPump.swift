import Hummingbird
import NIOCore

/// Why reading a body was given up, by this side.
enum BodyInterruption: Error {
    /// It brought nothing, or too little, for too long.
    case stalled
    /// Another request for the same upload takes over.
    case superseded
    /// It is longer than allowed.
    case tooLong(limit: Int)
    /// The peer went away, or what it sends is no HTTP.
    case broken
}

/// Takes a request's body chunk by chunk, with a watch on its pace.
struct BodyPump: Sendable {
    let limits: ConsoleLimits

    /// Gives every chunk to `take`, in order, until the body ends.
    ///
    /// A peer that goes away ends the body as if it were complete, or with an error: the caller tells by the length.
    ///
    /// - Parameters:
    ///   - superseded: finishes when the request shall end at once.
    /// - Throws: `BodyInterruption`, or what `take` throws.
    func run(
        _ body: RequestBody, reading: BodyReading, superseded: AsyncStream<Never>? = nil,
        take: @escaping @Sendable (ByteBuffer) async throws -> Void
    ) async throws {
        let limits = limits
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                var chunks = body.makeAsyncIterator()
                while true {
                    let chunk: ByteBuffer?
                    do { chunk = try await chunks.next() } catch is CancellationError {
                        throw CancellationError()
                    } catch {
                        throw BodyInterruption.broken
                    }
                    guard let chunk else { break }
                    reading.arrived(chunk.readableBytes)
                    try await take(chunk)
                }
                // The iterator of a body also ends when its task is cancelled.
                try Task.checkCancellation()
                reading.finished()
            }
            group.addTask {
                while case .lookAgain(let due) = reading.verdict(limits) {
                    try await Task.sleep(until: due, clock: .continuous)
                }
                throw BodyInterruption.stalled
            }
            if let superseded {
                group.addTask {
                    for await _ in superseded {}
                    try Task.checkCancellation()
                    throw BodyInterruption.superseded
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// The whole body, when it has at most `limit` bytes.
    ///
    /// - Parameter dropping: a body up to this length is taken to its end, and dropped, before it is called too long.
    func collect(
        _ request: Request, reading: BodyReading, limit: Int, dropping: Int = 0
    ) async throws -> ByteBuffer {
        if let announced = request.headers[.contentLength].flatMap({ Int($0) }), announced > max(limit, dropping) {
            throw BodyInterruption.tooLong(limit: limit)
        }
        let collected = Collected()
        try await run(request.body, reading: reading) { chunk in
            if reading.bytes > limit {
                collected.drop()
                guard reading.bytes <= dropping else { throw BodyInterruption.tooLong(limit: limit) }
            } else {
                collected.append(chunk)
            }
        }
        guard reading.bytes <= limit else { throw BodyInterruption.tooLong(limit: limit) }
        return collected.buffer
    }
}
