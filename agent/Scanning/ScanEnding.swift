/// How a scan ended.
package enum ScanEnding: Codable, Sendable, Hashable {
    case feederEmpty
    case pageLimit
    case flatbedDone
    /// All that was to be made of a file is made.
    case fileDone
    /// The user stopped it.
    case cancelled
    /// The scanner delivered the same page again and again.
    case repeatedPage
    case fault(ScanFault)
    /// The scanner's driver went silent and was killed.
    case hang
    /// The scanner's driver crashed, by this signal or with this exit code.
    case crash(Int32)
}

extension ScanEnding {
    /// Whether all paper that was to be scanned was scanned, as far as the scanner can tell.
    package var isComplete: Bool {
        switch self {
        case .feederEmpty, .pageLimit, .flatbedDone, .fileDone: true
        case .cancelled, .repeatedPage, .fault, .hang, .crash: false
        }
    }

    /// What happened and what to do next.
    package var text: BilingualText {
        switch self {
        case .feederEmpty:
            BilingualText(
                vietnamese: "Đã quét hết giấy trong khay. Hãy kiểm tra các trang rồi hoàn tất.",
                english: "All paper in the feeder is scanned. Check the pages, then finish.")
        case .pageLimit:
            BilingualText(
                vietnamese: "Đã quét đủ số trang. Hãy kiểm tra các trang rồi hoàn tất.",
                english: "The pages asked for are scanned. Check them, then finish.")
        case .flatbedDone:
            BilingualText(
                vietnamese: "Đã quét xong một trang. Đặt tờ tiếp theo lên mặt kính, hoặc hoàn tất.",
                english: "One page is scanned. Put the next on the glass, or finish.")
        case .fileDone:
            BilingualText(
                vietnamese: "Đã nhập xong tệp. Hãy kiểm tra các trang rồi hoàn tất.",
                english: "The file is imported. Check the pages, then finish.")
        case .cancelled:
            BilingualText(
                vietnamese: "Đã dừng quét theo yêu cầu. Các trang đã lưu vẫn còn; bấm Quét để quét tiếp.",
                english: "The scan was stopped as asked. Saved pages are kept; scan again to go on.")
        case .repeatedPage:
            BilingualText(
                vietnamese:
                    "Máy quét gửi lặp lại một trang. Hãy xóa trang thừa, tắt rồi bật lại máy quét, sau đó quét tiếp.",
                english: "The scanner repeats one page. Delete the surplus, switch it off and on, then go on.")
        case .fault(let fault): fault.text
        case .hang:
            BilingualText(
                vietnamese: "Máy quét không phản hồi. Hãy tắt rồi bật lại máy quét, sau đó quét tiếp.",
                english: "The scanner stopped responding. Switch it off and on, then go on.")
        case .crash:
            BilingualText(
                vietnamese: "Trình điều khiển máy quét bị lỗi. Hãy quét tiếp; nếu vẫn lỗi, báo cán bộ kỹ thuật.",
                english: "The scanner's driver crashed. Go on scanning; if it happens again, call IT.")
        }
    }
}
