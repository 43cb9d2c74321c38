import Dossiers
import Scanning

/// A feeder loop run against a scripted scanner, and what was seen of it.
struct LoopRun {
    /// What the scanner does from one start to the next.
    enum Act {
        case page
        case samePage
        case hesitantPage
        case passes([FrameFormat])
        case phantom
        case noData
        case badLayout
        case noDocumentsAtRead
        case wholeThenNoDocuments
        case startFails(ScannerStatus)
        case readFails(ScannerStatus)
    }

    private(set) var ending = ScanEnding.cancelled
    private(set) var pagesSaved = 0
    private(set) var pagesDiscarded = 0
    private(set) var starts = 0
    private(set) var frames = 0
    private(set) var rests = 0
    private(set) var waits: [ScannerStatus] = []
    private(set) var usedFlatbed = false

    /// A digest that is this number.
    static func digest(_ number: UInt8) -> ContentDigest {
        ContentDigest(bytes: Array(repeating: number, count: 32))
    }

    init(_ choice: SourceChoice, pages acts: [Act], pageLimit: Int? = nil) {
        var loop = FeederLoop(choice, pageLimit: pageLimit)
        var acts = acts.flatMap(Self.frames)
        var reads: [(ScannerStatus, Int)] = []
        var current: Frame?
        var event = FeederLoop.Event.begin
        // Far more than any of the scripts takes: a loop that does not end fails the test by its ending.
        for _ in 0..<10_000 {
            switch loop.next(event) {
            case .start:
                starts += 1
                current = acts.isEmpty ? nil : acts.removeFirst()
                reads = current?.reads ?? []
                event = .started(current?.start ?? .noDocuments)
            case .askLayout: event = .layout(current!.layout)
            case .open:
                frames += 1
                event = .opened
            case .read:
                let (status, count) = reads.isEmpty ? (.endOfFile, 0) : reads.removeFirst()
                event = .read(status, byteCount: count)
            case .rest:
                rests += 1
                event = .opened
            case .savePage: event = .saved(current!.isSame ? Self.digest(0) : Self.digest(UInt8(loop.pagesSaved + 1)))
            case .discardPage:
                pagesDiscarded += 1
                event = .discarded
            case .awaitAcknowledgement: event = .acknowledged
            case .wait(let status):
                waits.append(status)
                event = .waited
            case .useFlatbed:
                usedFlatbed = true
                event = .switched
            case .end(let ending):
                self.ending = ending
                pagesSaved = loop.pagesSaved
                return
            }
        }
    }

    private struct Frame {
        var start = ScannerStatus.good
        var layout = FrameLayout(
            format: .grey, isLast: true, bytesPerLine: 10, pixelsPerLine: 10, lines: 4, depth: 8)
        var reads: [(ScannerStatus, Int)] = [(.good, 25), (.good, 15)]
        var isSame = false
    }

    private static func frames(_ act: Act) -> [Frame] {
        var frame = Frame()
        switch act {
        case .page: break
        case .samePage: frame.isSame = true
        case .hesitantPage: frame.reads = [(.good, 0), (.good, 25), (.good, 0), (.good, 15)]
        case .passes(let formats):
            return formats.enumerated().map { index, format in
                var frame = Frame()
                frame.layout.format = format
                frame.layout.isLast = index == formats.count - 1
                return frame
            }
        case .phantom:
            frame.layout.lines = 0
            frame.layout.pixelsPerLine = 2500
            frame.reads = []
        case .noData: frame.reads = []
        case .badLayout: frame.layout.bytesPerLine = 9
        case .noDocumentsAtRead: frame.reads = [(.noDocuments, 0)]
        case .wholeThenNoDocuments: frame.reads = [(.good, 40), (.noDocuments, 0)]
        case .startFails(let status): frame.start = status
        case .readFails(let status): frame.reads = [(.good, 25), (status, 0)]
        }
        return [frame]
    }
}

extension SourceChoice {
    private static let both = [
        OptionDescription(index: 1, name: "source", kind: .text, constraint: .texts(["Flatbed", "ADF"]))
    ]
    static let feeder = try! SourceChoice(.feeder, options: both)
    static let flatbed = try! SourceChoice(.flatbed, options: both)
    static let fallingBack = try! SourceChoice(.automatic, options: both)
}
