internal import Dossiers
internal import Exchange
internal import FoundationEssentials
internal import Synchronization

/// The needed pages' bytes, one page after another, as the one stream that an upload takes.
final class UploadStream: Sendable {
    /// Why the stream cannot be read, and at which page.
    struct PageFault: Error, CustomStringConvertible {
        let page: ContentDigest
        let detail: String

        var description: String { "page \(page): \(detail)" }
    }

    private struct Part {
        let page: ContentDigest
        let range: Range<Int>
    }

    private let parts: [Part]
    private let outbox: any Outbox
    private let state = Mutex(State())

    private struct State {
        /// The page read last, kept open since the next bytes are mostly its own.
        var open: (index: Int, reader: any PageReader)?
        var fault: PageFault?
    }

    init(_ needed: [SubmissionStatus.NeededPage], from outbox: any Outbox) {
        var start = 0
        parts = needed.map { page in
            defer { start += page.byteLength }
            return Part(page: page.digest, range: start..<start + page.byteLength)
        }
        self.outbox = outbox
    }

    /// What went wrong with the last read, if it did.
    var fault: PageFault? { state.withLock { $0.fault } }

    /// The bytes `range` of the stream.
    ///
    /// - Parameter progress: called with the offset reached after each read.
    func body(_ range: Range<Int>, progress: @escaping @Sendable (Int) -> Void) -> Request.Body {
        Request.Body(length: range.count) { offset, count in
            let start = range.lowerBound + offset
            let bytes = try self.read(at: start, count: min(count, range.upperBound - start))
            progress(start + bytes.count)
            return bytes
        }
    }

    private func read(at offset: Int, count: Int) throws(PageFault) -> Data {
        guard let index = parts.firstIndex(where: { $0.range.contains(offset) }) else { return Data() }
        let part = parts[index]
        return try state.withLock { state throws(PageFault) in
            do {
                if state.open?.index != index { state.open = (index, try outbox.openPage(part.page)) }
                let bytes = try state.open?.reader.read(
                    at: offset - part.range.lowerBound, count: min(count, part.range.upperBound - offset))
                guard let bytes, !bytes.isEmpty else { throw ShorterThanStated() }
                return bytes
            } catch {
                let fault = PageFault(page: part.page, detail: "\(error)")
                state.open = nil
                state.fault = fault
                throw fault
            }
        }
    }
}

/// A page's file is shorter than its manifest says.
private struct ShorterThanStated: Error, CustomStringConvertible {
    let description = "it is shorter than its manifest says"
}
