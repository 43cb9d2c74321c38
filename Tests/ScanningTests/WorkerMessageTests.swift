import Dossiers
import FoundationEssentials
import Scanning
import Testing

@Suite("Messages between station and worker")
struct WorkerMessageTests {
    @Test("come back as they were sent, each in one line")
    func roundTrip() throws {
        let page = Page(
            digest: LoopRun.digest(7), byteLength: 5, width: 10, height: 20, resolution: 200, colourMode: .colour,
            scanner: "a", scannedAt: Date(timeIntervalSince1970: 1), flags: [.blankSuspected])
        let messages: [WorkerMessage] = [
            .opened(scanner: ScannerIdentity(name: "a", vendor: "b", model: "c", type: "d"), source: .duplex),
            .waiting(.warmingUp), .pageStarted(number: 1, source: .feeder), .progress(byteCount: 4096),
            .pageSaved(ScannedPage(number: 4, source: .duplex, page: page, inkPermille: 0.5)),
            .ended(.fault(.scanner(.jammed)), pagesSaved: 4), .ended(.repeatedPage, pagesSaved: 16),
            .ended(.fileDone, pagesSaved: 2), .ended(.fault(.file(.fileTooLarge(limit: 7))), pagesSaved: 0),
        ]
        for message in messages {
            let line = try JSONEncoder().encode(message)
            #expect(!line.contains(UInt8(ascii: "\n")))
            #expect(try JSONDecoder().decode(WorkerMessage.self, from: line) == message)
        }
        let requests: [WorkerRequest] = [
            .scan(ScanJob(settings: ScanSettings(pageLimit: 3), store: "s", previews: "p")), .saved(number: 3), .cancel,
            .importFile(ImportJob(path: "/tờ khai.pdf", store: "s", previews: "p")),
            .renderPreviews(PreviewJob(pages: [LoopRun.digest(7)], store: "s", previews: "p")),
        ]
        for request in requests {
            #expect(try JSONDecoder().decode(WorkerRequest.self, from: JSONEncoder().encode(request)) == request)
        }
    }

    @Test("name the sheet and the side of a page in duplex")
    func sheets() {
        let page = Page(
            digest: LoopRun.digest(7), byteLength: 5, width: 10, height: 20, resolution: 200, colourMode: .colour,
            scanner: nil, scannedAt: Date(timeIntervalSince1970: 1))
        let back = ScannedPage(number: 4, source: .duplex, page: page, inkPermille: 0)
        #expect(back.sheet == 2)
        #expect(back.side == .back)
        let single = ScannedPage(number: 4, source: .feeder, page: page, inkPermille: 0)
        #expect(single.sheet == 4)
        #expect(single.side == .front)
    }
}
