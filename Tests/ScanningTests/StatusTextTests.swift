import Scanning
import Testing

@Suite("What officers are told")
struct StatusTextTests {
    @Test("Every status of SANE, and the two beyond it, has its number")
    func numbers() {
        #expect(ScannerStatus.allCases.map(\.rawValue) == Array(0...13))
        #expect(ScannerStatus(rawValue: 14) == nil)
    }

    @Test("Every status has sentences of its own in both languages, which end as sentences do")
    func ownSentences() {
        let texts = ScannerStatus.allCases.map(\.text)
        #expect(Set(texts.map(\.vietnamese)).count == texts.count)
        #expect(Set(texts.map(\.english)).count == texts.count)
        for text in texts {
            #expect(text.vietnamese.hasSuffix(".") && text.english.hasSuffix("."))
        }
    }

    @Test("After a fault the officer is told how many pages are saved and which sheet comes next")
    func resume() {
        let jam = ScanEnding.fault(.scanner(.jammed))
        let first = ScanOutcome(pagesSaved: 12, source: .feeder, ending: jam)
        #expect(first.resumeText().vietnamese == "12 trang đã lưu; nạp lại từ tờ 13")
        #expect(first.text().vietnamese.hasPrefix("Kẹt giấy."))
        #expect(first.text().vietnamese.hasSuffix("12 trang đã lưu; nạp lại từ tờ 13."))

        let second = ScanOutcome(pagesSaved: 3, source: .feeder, ending: jam)
        #expect(second.resumeText(pagesBefore: 12, sheetsBefore: 12).vietnamese == "15 trang đã lưu; nạp lại từ tờ 16")
    }

    @Test("In duplex two pages are one sheet, and a sheet half scanned is loaded again")
    func resumeDuplex() {
        let whole = ScanOutcome(pagesSaved: 24, source: .duplex, ending: .hang)
        #expect(whole.resumeText().vietnamese == "24 trang đã lưu; nạp lại từ tờ 13")
        let half = ScanOutcome(pagesSaved: 25, source: .duplex, ending: .hang)
        #expect(half.endsWithinSheet)
        #expect(
            half.resumeText().vietnamese == "25 trang đã lưu; nạp lại từ tờ 13 (mặt trước tờ 13 sẽ được quét lại)")
    }

    @Test("A scan that is complete says nothing of loading paper again")
    func complete() {
        let outcome = ScanOutcome(pagesSaved: 5, source: .feeder, ending: .feederEmpty)
        #expect(!outcome.text().vietnamese.contains("nạp lại"))
    }
}
