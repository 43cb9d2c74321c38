import Dossiers
import Scanning

@testable import SANEDriver

/// A scanner that sends what the test says, in pieces of any size.
struct ScriptedScanner: Scanner, ~Copyable {
    /// A frame, and the status that follows its bytes.
    struct Frame {
        var layout: FrameLayout
        var bytes: [UInt8]
        var end = ScannerStatus.endOfFile
    }

    let identity = ScannerIdentity(name: "script:0", vendor: "Sohoa", model: "Script", type: "scanner")
    var resolution: Int? = 200
    var areaWidth: Double?

    private var frames: [Frame]
    private let pieces: [Int]
    private var current: Frame?
    private var offset = 0
    private var reads = 0

    /// - Parameter pieces: bytes of the reads, in turn.
    init(_ frames: [Frame], pieces: [Int] = [1 << 20]) {
        self.frames = frames
        self.pieces = pieces
    }

    mutating func start() -> ScannerStatus {
        guard !frames.isEmpty else { return .noDocuments }
        current = frames.removeFirst()
        offset = 0
        return .good
    }

    mutating func layout() throws(ScannerStatus) -> FrameLayout { current!.layout }

    @unsafe mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> (ScannerStatus, byteCount: Int) {
        let left = current!.bytes.count - offset
        guard left > 0 else { return (current!.end, 0) }
        let count = min(left, buffer.count, pieces[reads % pieces.count])
        reads += 1
        unsafe buffer.copyBytes(from: current!.bytes[offset..<(offset + count)])
        offset += count
        return (.good, count)
    }

    mutating func useFlatbed() throws(ScanFault) {}

    mutating func cancel() {}
}

/// Keeps pages in memory.
struct MemorySink: PageSink, ~Copyable {
    private(set) var pages: [[UInt8]] = []
    private(set) var previews: [PagePreviews] = []
    private var page: [UInt8]?

    mutating func begin() throws(ScanFault) { page = [] }

    mutating func append(_ bytes: RawSpan) throws(ScanFault) {
        unsafe bytes.withUnsafeBytes { unsafe page!.append(contentsOf: $0) }
    }

    mutating func overwrite(_ bytes: [UInt8], at offset: Int) throws(ScanFault) {
        page!.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
    }

    mutating func finish(_ previews: PagePreviews) throws(ScanFault) -> (digest: ContentDigest, byteLength: Int) {
        pages.append(page!)
        self.previews.append(previews)
        let digest = ContentDigest(bytes: Array(repeating: UInt8(pages.count), count: 32))
        let byteLength = page!.count
        page = nil
        return (digest, byteLength)
    }

    mutating func discard() { page = nil }
}

/// Notes what a session reports.
struct NotingObserver: ScanObserver, ~Copyable {
    private(set) var pages: [ScannedPage] = []
    private(set) var progress: [Int] = []
    /// Pages after which the user wants to stop.
    var stopsAfter = Int.max

    mutating func isCancelled() -> Bool { pages.count >= stopsAfter }
    mutating func waiting(_ status: ScannerStatus) {}
    mutating func pageStarted(number: Int, source: FeedSource) {}
    mutating func progress(byteCount: Int) { progress.append(byteCount) }
    mutating func pageSaved(_ page: ScannedPage) throws(ScanFault) { pages.append(page) }
}

/// What came of a session.
struct SessionResult {
    var ending: ScanEnding
    var files: [[UInt8]]
    var previews: [PagePreviews]
    var pages: [ScannedPage]
    var progress: [Int]
}

/// Runs a session over a script.
func scan(
    _ frames: [ScriptedScanner.Frame], settings: ScanSettings = ScanSettings(source: .feeder, quality: 100),
    pieces: [Int] = [1 << 20], resolution: Int? = 200, areaWidth: Double? = nil, stopsAfter: Int = .max
) throws -> SessionResult {
    var scanner = ScriptedScanner(frames, pieces: pieces)
    scanner.resolution = resolution
    scanner.areaWidth = areaWidth
    var sink = MemorySink()
    var observer = NotingObserver()
    observer.stopsAfter = stopsAfter
    let choice = try SourceChoice(settings.source, options: [])
    var session = ScanSession(settings, choice: choice, scratch: "/tmp")
    let ending = session.run(&scanner, sink: &sink, observer: &observer)
    return SessionResult(
        ending: ending, files: sink.pages, previews: sink.previews, pages: observer.pages,
        progress: observer.progress)
}
