import Dossiers
import Scanning
import Testing

@Suite("The feeder loop")
struct FeederLoopTests {
    @Test("scans until a start says that there is no more paper")
    func emptyAtStart() {
        let run = LoopRun(.feeder, pages: Array(repeating: .page, count: 3))
        #expect(run.ending == .feederEmpty)
        #expect(run.pagesSaved == 3)
    }

    @Test("scans until a read says that there is no more paper")
    func emptyAtRead() {
        let run = LoopRun(.feeder, pages: [.page, .page, .noDocumentsAtRead])
        #expect(run.ending == .feederEmpty)
        #expect(run.pagesSaved == 2)
        #expect(run.pagesDiscarded == 1)
    }

    @Test("keeps a whole last page that ends with `no documents` instead of the end of its data")
    func wholeLastPage() {
        let run = LoopRun(.feeder, pages: [.page, .wholeThenNoDocuments])
        #expect(run.ending == .feederEmpty)
        #expect(run.pagesSaved == 2)
    }

    @Test("tells an empty feeder from one that has been emptied")
    func emptyFromTheBeginning() {
        #expect(LoopRun(.feeder, pages: []).ending == .fault(.scanner(.noDocuments)))
    }

    @Test("turns to the glass when the feeder is empty and the source was left open, and stops after its page")
    func fallsBack() {
        let choice = SourceChoice.fallingBack
        let run = LoopRun(choice, pages: [.startFails(.noDocuments), .page, .page])
        #expect(run.usedFlatbed)
        #expect(run.ending == .flatbedDone)
        #expect(run.pagesSaved == 1)
    }

    @Test("stops a flatbed after one page, though it would go on for ever")
    func flatbed() {
        let run = LoopRun(.flatbed, pages: Array(repeating: .page, count: 9))
        #expect(run.ending == .flatbedDone)
        #expect(run.pagesSaved == 1)
    }

    @Test("stops at the limit of pages")
    func pageLimit() {
        let run = LoopRun(.feeder, pages: Array(repeating: .page, count: 9), pageLimit: 4)
        #expect(run.ending == .pageLimit)
        #expect(run.pagesSaved == 4)
    }

    @Test("skips announced pages that are not there, and takes three in a row for an empty feeder")
    func phantoms() {
        let one = LoopRun(.feeder, pages: [.page, .phantom, .page])
        #expect(one.ending == .feederEmpty)
        #expect(one.pagesSaved == 2)
        let endless = LoopRun(.feeder, pages: [.page] + Array(repeating: .phantom, count: 50))
        #expect(endless.ending == .feederEmpty)
        #expect(endless.pagesSaved == 1)
        #expect(endless.starts == 4)
    }

    @Test("takes the end of data without any for a phantom too")
    func emptyPage() {
        let run = LoopRun(.feeder, pages: [.noData, .page])
        #expect(run.ending == .feederEmpty)
        #expect(run.pagesSaved == 1)
        #expect(LoopRun(.flatbed, pages: [.noData]).ending == .fault(.scanner(.endOfFile)))
    }

    @Test("stops a driver that delivers the same page again and again, and not one with a few equal pages")
    func repetition() {
        let endless = LoopRun(.feeder, pages: Array(repeating: .samePage, count: 128))
        #expect(endless.ending == .repeatedPage)
        #expect(endless.pagesSaved == FeederLoop.repetitionLimit)
        #expect(LoopRun(.feeder, pages: Array(repeating: .samePage, count: 10)).ending == .feederEmpty)
    }

    @Test("waits for a busy scanner and one that warms up, but not for ever")
    func waits() {
        let soon = LoopRun(.feeder, pages: [.startFails(.warmingUp), .startFails(.deviceBusy), .page])
        #expect(soon.ending == .feederEmpty)
        #expect(soon.waits == [.warmingUp, .deviceBusy])
        let never = LoopRun(.feeder, pages: Array(repeating: .startFails(.deviceBusy), count: 100))
        #expect(never.ending == .fault(.scanner(.deviceBusy)))
        #expect(never.waits.count == 5)
    }

    @Test("goes on after firmware that needs a moment between two pages")
    func firmwareNotReady() {
        let run = LoopRun(.feeder, pages: [.page, .page, .startFails(.deviceBusy), .page])
        #expect(run.pagesSaved == 3)
        #expect(run.ending == .feederEmpty)
    }

    @Test(
        "ends with the fault and keeps what was saved",
        arguments: [ScannerStatus.jammed, .coverOpen, .ioError, .hardwareLocked, .cancelled, .noMemory])
    func faults(status: ScannerStatus) {
        let atStart = LoopRun(.feeder, pages: [.page, .page, .startFails(status)])
        #expect(atStart.ending == .fault(.scanner(status)))
        #expect(atStart.pagesSaved == 2)
        let atRead = LoopRun(.feeder, pages: [.page, .readFails(status)])
        #expect(atRead.ending == .fault(.scanner(status)))
        #expect(atRead.pagesSaved == 1)
    }

    @Test("puts three passes together in any order")
    func threePass() {
        let orders: [[FrameFormat]] = [[.red, .green, .blue], [.blue, .red, .green]]
        for order in orders {
            let run = LoopRun(.flatbed, pages: [.passes(order)])
            #expect(run.ending == .flatbedDone)
            #expect(run.frames == 3)
            #expect(run.pagesSaved == 1)
        }
    }

    @Test("refuses a page that lacks a colour, has one twice, or is described without sense")
    func unusable() {
        #expect(LoopRun(.flatbed, pages: [.passes([.red, .green])]).ending == .fault(.unusableImage))
        #expect(LoopRun(.flatbed, pages: [.passes([.red, .red, .blue])]).ending == .fault(.unusableImage))
        #expect(LoopRun(.flatbed, pages: [.badLayout]).ending == .fault(.unusableImage))
    }

    @Test("asks for the next page only when the one before is in the spool")
    func acknowledgement() {
        var loop = FeederLoop(.feeder, pageLimit: nil)
        let layout = FrameLayout(
            format: .grey, isLast: true, bytesPerLine: 10, pixelsPerLine: 10, lines: 1, depth: 8)
        #expect(loop.next(.begin) == .start)
        #expect(loop.next(.started(.good)) == .askLayout)
        #expect(loop.next(.layout(layout)) == .open(layout, beginsPage: true))
        #expect(loop.next(.opened) == .read)
        #expect(loop.next(.read(.good, byteCount: 10)) == .read)
        #expect(loop.next(.read(.endOfFile, byteCount: 0)) == .savePage)
        #expect(loop.next(.saved(LoopRun.digest(1))) == .awaitAcknowledgement)
        #expect(loop.next(.acknowledged) == .start)
    }

    @Test("stops between two reads when the user asks")
    func cancel() {
        var loop = FeederLoop(.feeder, pageLimit: nil)
        let layout = FrameLayout(
            format: .grey, isLast: true, bytesPerLine: 10, pixelsPerLine: 10, lines: 9, depth: 8)
        _ = loop.next(.begin)
        _ = loop.next(.started(.good))
        _ = loop.next(.layout(layout))
        _ = loop.next(.opened)
        loop.isCancelled = true
        #expect(loop.next(.read(.good, byteCount: 10)) == .end(.cancelled))
    }

    @Test("rests when a driver that does not block has nothing yet")
    func nonBlocking() {
        let run = LoopRun(.feeder, pages: [.hesitantPage])
        #expect(run.pagesSaved == 1)
        #expect(run.rests == 2)
    }
}
