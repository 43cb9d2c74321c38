package import Dossiers

/// The order of calls that scans a stack of paper: events in, actions out, no I/O.
///
/// It knows what drivers do beside the standard: an empty feeder reported by a read, pages announced that are not
/// there, flatbeds and feeders that deliver a page for ever, firmware that needs a moment between pages.
package struct FeederLoop: Sendable {
    /// What to do next. Each is answered by the event named with it.
    package enum Action: Sendable, Hashable {
        /// Start a frame; `started`.
        case start
        /// Ask how the frame is laid out; `layout`.
        case askLayout
        /// Make ready for the frame's bytes, in a new page or in the one begun; `opened`.
        case open(FrameLayout, beginsPage: Bool)
        /// Read some bytes; `read`.
        case read
        /// Make the page durable; `saved`.
        case savePage
        /// Throw the page away, if one is begun; `discarded`.
        case discardPage
        /// Wait until the page is in the spool; `acknowledged`.
        case awaitAcknowledgement
        /// Wait a second because of this status; `waited`.
        case wait(ScannerStatus)
        /// Nothing has come yet: wait a few milliseconds; `opened`.
        case rest
        /// Set the source to the glass; `switched`.
        case useFlatbed
        /// Cancel the scanner and end.
        case end(ScanEnding)
    }

    /// What happened.
    package enum Event: Sendable, Hashable {
        case begin
        case started(ScannerStatus)
        case layout(FrameLayout)
        case opened
        case read(ScannerStatus, byteCount: Int)
        case saved(ContentDigest)
        case discarded
        case acknowledged
        case waited
        case switched
        /// A call outside the loop failed.
        case failed(ScannerStatus)
    }

    /// Identical pages in a row after which a driver is taken to repeat itself.
    package static let repetitionLimit = 16
    /// Announced pages without data in a row after which the feeder is taken to be empty.
    static let phantomLimit = 3
    /// Seconds to wait for a scanner that another program uses, and for its lamp.
    static let busyLimit = 5
    static let warmUpLimit = 60

    /// Set when the user wants to stop; heeded at the next event.
    package var isCancelled = false

    /// Pages saved so far.
    package private(set) var pagesSaved = 0

    /// Where pages come from now.
    package private(set) var source: FeedSource

    private var mayFallBackToFlatbed: Bool
    private let pageLimit: Int?
    private var layout: FrameLayout?
    /// Single colours of the page at hand.
    private var planes: Set<FrameFormat> = []
    private var framesOfPage = 0
    private var bytesOfFrame = 0
    private var phantoms = 0
    private var waits = 0
    private var repetitions = 0
    private var previous: ContentDigest?
    /// The scanner has said already that there is no more paper.
    private var isFeederEmpty = false

    package init(_ choice: SourceChoice, pageLimit: Int?) {
        source = choice.source
        mayFallBackToFlatbed = choice.mayFallBackToFlatbed
        self.pageLimit = pageLimit
    }

    /// The action that follows `event`.
    package mutating func next(_ event: Event) -> Action {
        switch event {
        case .begin, .waited, .switched: isCancelled ? .end(.cancelled) : .start
        case .started(let status): started(status)
        case .layout(let layout): opening(layout)
        case .opened: .read
        case .read(let status, let byteCount): read(status, byteCount)
        case .saved(let digest): saved(digest)
        case .discarded: discarded()
        case .acknowledged: acknowledged()
        case .failed(let status): fail(status)
        }
    }

    private mutating func started(_ status: ScannerStatus) -> Action {
        if isCancelled { return .end(.cancelled) }
        switch status {
        case .good:
            waits = 0
            return .askLayout
        case .noDocuments, .endOfFile:
            return framesOfPage == 0 ? noMorePaper(status) : fail(status)
        case .deviceBusy, .warmingUp:
            waits += 1
            let limit = status == .deviceBusy ? Self.busyLimit : Self.warmUpLimit
            return framesOfPage == 0 && waits <= limit ? .wait(status) : fail(status)
        default:
            return fail(status)
        }
    }

    private mutating func noMorePaper(_ status: ScannerStatus) -> Action {
        if pagesSaved > 0 { return .end(.feederEmpty) }
        guard mayFallBackToFlatbed else { return fail(status) }
        mayFallBackToFlatbed = false
        source = .flatbed
        return .useFlatbed
    }

    private mutating func opening(_ layout: FrameLayout) -> Action {
        self.layout = layout
        bytesOfFrame = 0
        // The bytes of a phantom are read and dropped: the driver expects it.
        if layout.isPhantom { return .read }
        guard layout.isUsable else { return .end(.fault(.unusableImage)) }
        if layout.format.isPlane, !planes.insert(layout.format).inserted { return .end(.fault(.unusableImage)) }
        framesOfPage += 1
        return .open(layout, beginsPage: framesOfPage == 1)
    }

    private mutating func read(_ status: ScannerStatus, _ byteCount: Int) -> Action {
        guard let layout else { return fail(.invalid) }
        if isCancelled { return .end(.cancelled) }
        bytesOfFrame += byteCount
        switch status {
        case .good:
            // Drivers that do not block say that nothing has come yet; do not spin on them.
            return byteCount == 0 ? .rest : .read
        case .endOfFile:
            return frameEnded(layout)
        case .noDocuments:
            isFeederEmpty = true
            if bytesOfFrame == 0, framesOfPage <= 1 { return .discardPage }
            // Some drivers end their last page so. A page of unknown height is taken as whole, one cut short is not.
            return bytesOfFrame >= layout.byteCount ?? 1 ? frameEnded(layout) : fail(status)
        default:
            return fail(status)
        }
    }

    private mutating func frameEnded(_ layout: FrameLayout) -> Action {
        if layout.isPhantom || bytesOfFrame < layout.bytesPerLine {
            return framesOfPage <= 1 ? .discardPage : fail(.ioError)
        }
        if !layout.isLast { return .start }
        guard planes.isEmpty || planes == [.red, .green, .blue] else { return .end(.fault(.unusableImage)) }
        return .savePage
    }

    private mutating func discarded() -> Action {
        framesOfPage = 0
        planes = []
        phantoms += 1
        if isFeederEmpty { return noMorePaper(.noDocuments) }
        guard source != .flatbed, phantoms < Self.phantomLimit else { return noMorePaper(.endOfFile) }
        return .start
    }

    private mutating func saved(_ digest: ContentDigest) -> Action {
        pagesSaved += 1
        framesOfPage = 0
        planes = []
        phantoms = 0
        repetitions = digest == previous ? repetitions + 1 : 1
        previous = digest
        return .awaitAcknowledgement
    }

    private mutating func acknowledged() -> Action {
        if isCancelled { return .end(.cancelled) }
        if let pageLimit, pagesSaved >= pageLimit { return .end(.pageLimit) }
        if source == .flatbed { return .end(.flatbedDone) }
        if isFeederEmpty { return .end(.feederEmpty) }
        if repetitions >= Self.repetitionLimit { return .end(.repeatedPage) }
        return .start
    }

    private func fail(_ status: ScannerStatus) -> Action {
        .end(isCancelled && status == .cancelled ? .cancelled : .fault(.scanner(status)))
    }
}
