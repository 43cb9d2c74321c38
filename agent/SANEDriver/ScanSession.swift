import Dossiers
import Glibc
package import Scanning

/// Runs a scan to its end: asks `FeederLoop` what to do and does it.
package struct ScanSession: ~Copyable {
    private let settings: ScanSettings
    private let scratch: String
    private var loop: FeederLoop
    private var page: PageInProgress?
    private var pace = ReadPace()
    /// The page that waits to be acknowledged.
    private var savedPage: ScannedPage?

    /// - Parameters:
    ///   - choice: What the scanner was set to.
    ///   - scratch: Directory for what must wait on the disk: unknown heights and single colours.
    package init(_ settings: ScanSettings, choice: SourceChoice, scratch: String) {
        self.settings = settings
        self.scratch = scratch
        loop = FeederLoop(choice, pageLimit: settings.pageLimit)
        page = nil
    }

    /// Pages that are durable.
    package var pagesSaved: Int { loop.pagesSaved }

    /// Scans until the paper, the patience or the scanner is at its end. The scanner is left to be cancelled: drivers
    /// hang on that too, so the caller first passes on how the scan ended.
    package mutating func run(
        _ scanner: inout some Scanner & ~Copyable, sink: inout some PageSink & ~Copyable,
        observer: inout some ScanObserver & ~Copyable
    ) -> ScanEnding {
        var event = FeederLoop.Event.begin
        while true {
            loop.isCancelled = loop.isCancelled || observer.isCancelled()
            let action = loop.next(event)
            if case .end(let ending) = action {
                sink.discard()
                return ending
            }
            do throws(ScanFault) {
                event = try perform(action, &scanner, &sink, &observer)
            } catch {
                sink.discard()
                return .fault(error)
            }
        }
    }

    private mutating func read(
        _ scanner: inout some Scanner & ~Copyable, _ sink: inout some PageSink & ~Copyable,
        _ observer: inout some ScanObserver & ~Copyable
    ) throws(ScanFault) -> FeederLoop.Event {
        guard page != nil else {
            // A page that was announced without size: what comes of it is read and dropped.
            var dropped = [UInt8](repeating: 0, count: 4096)
            let (status, byteCount) = unsafe dropped.withUnsafeMutableBytes { unsafe scanner.read(into: $0) }
            return .read(status, byteCount: byteCount)
        }
        let began = ContinuousClock.now
        // The driver fills the free part of the band, no more.
        let (status, byteCount) = try unsafe page!.assembler.read(atMost: pace.limit, sink: &sink) { buffer in
            let result = unsafe scanner.read(into: buffer)
            pace.note(began.duration(to: .now))
            return result
        }
        if byteCount > 0 {
            page!.bytesRead += byteCount
            observer.progress(byteCount: page!.bytesRead)
        }
        return .read(status, byteCount: byteCount)
    }

    private mutating func perform(
        _ action: FeederLoop.Action, _ scanner: inout some Scanner & ~Copyable,
        _ sink: inout some PageSink & ~Copyable, _ observer: inout some ScanObserver & ~Copyable
    ) throws(ScanFault) -> FeederLoop.Event {
        switch action {
        case .start:
            return .started(scanner.start())
        case .askLayout:
            do { return .layout(try scanner.layout()) } catch { return .failed(error) }
        case .open(let layout, let beginsPage):
            if beginsPage {
                try sink.begin()
                observer.pageStarted(number: loop.pagesSaved + 1, source: loop.source)
                page = try PageInProgress(layout, scanner: scanner, settings, scratch: scratch)
            } else {
                try page!.assembler.openFrame(layout)
            }
            return .opened
        case .read:
            return try read(&scanner, &sink, &observer)
        case .rest:
            usleep(5000)
            return .opened
        case .savePage:
            let saved = try page!.finish(number: loop.pagesSaved + 1, source: loop.source, scanner.identity, &sink)
            page = nil
            savedPage = saved
            return .saved(saved.page.digest)
        case .discardPage:
            sink.discard()
            page = nil
            return .discarded
        case .awaitAcknowledgement:
            try observer.pageSaved(savedPage!)
            return .acknowledged
        case .wait(let status):
            observer.waiting(status)
            sleep(1)
            return .waited
        case .useFlatbed:
            scanner.cancel()
            try scanner.useFlatbed()
            return .switched
        case .end:
            return .begin
        }
    }
}
