/// What a call to the scanner came back with: the statuses of SANE 1, and the two that newer drivers send beyond it.
package enum ScannerStatus: Int32, Error, Codable, Sendable, Hashable, CaseIterable {
    case good = 0
    case unsupported = 1
    case cancelled = 2
    case deviceBusy = 3
    /// An option or device name is not valid; also how SANE says that there is no such device.
    case invalid = 4
    /// No more data in this frame.
    case endOfFile = 5
    case jammed = 6
    case noDocuments = 7
    case coverOpen = 8
    case ioError = 9
    case noMemory = 10
    case accessDenied = 11
    case warmingUp = 12
    /// The carriage is locked for transport.
    case hardwareLocked = 13
}

extension ScannerStatus {
    /// What happened and what to do next.
    package var text: BilingualText {
        switch self {
        case .good:
            BilingualText(
                vietnamese: "Máy quét sẵn sàng. Đặt giấy vào rồi bấm Quét.",
                english: "The scanner is ready. Put paper in and scan.")
        case .unsupported:
            BilingualText(
                vietnamese: "Máy quét không làm được chế độ này. Hãy chọn nguồn giấy hoặc chế độ màu khác.",
                english: "The scanner cannot do this. Choose another source or colour mode.")
        case .cancelled:
            BilingualText(
                vietnamese: "Đã dừng quét giữa chừng. Bấm Quét để quét tiếp.",
                english: "The scan was stopped. Scan again to go on.")
        case .deviceBusy:
            BilingualText(
                vietnamese:
                    "Máy quét đang bận. Hãy đóng chương trình khác đang dùng máy quét, đợi một lát rồi quét lại.",
                english: "The scanner is busy. Close the other program that uses it, wait a moment and scan again.")
        case .invalid:
            BilingualText(
                vietnamese: "Máy quét không nhận lệnh. Hãy kiểm tra máy quét đã bật và đã cắm dây, rồi quét lại.",
                english: "The scanner refused the request. Check that it is on and connected, then scan again.")
        case .endOfFile:
            BilingualText(
                vietnamese: "Máy quét không gửi hình nào. Hãy nạp lại tờ giấy rồi quét lại.",
                english: "The scanner sent no image. Feed the sheet again and scan.")
        case .jammed:
            BilingualText(
                vietnamese: "Kẹt giấy. Hãy mở nắp, gỡ tờ bị kẹt, nạp lại giấy rồi quét tiếp.",
                english: "Paper jam. Open the cover, take out the jammed sheet, load the paper again and go on.")
        case .noDocuments:
            BilingualText(
                vietnamese: "Khay nạp không có giấy. Hãy đặt giấy vào khay rồi quét lại.",
                english: "The feeder is empty. Put paper in the feeder and scan again.")
        case .coverOpen:
            BilingualText(
                vietnamese: "Nắp máy quét đang mở. Hãy đóng nắp rồi quét tiếp.",
                english: "The scanner's cover is open. Close it and go on.")
        case .ioError:
            BilingualText(
                vietnamese:
                    "Mất liên lạc với máy quét. Hãy kiểm tra dây và nguồn điện, tắt rồi bật lại máy quét, sau đó quét tiếp.",
                english:
                    "Lost contact with the scanner. Check cable and power, switch the scanner off and on, then go on.")
        case .noMemory:
            BilingualText(
                vietnamese: "Không đủ bộ nhớ để quét. Hãy đóng bớt chương trình hoặc giảm độ phân giải, rồi quét lại.",
                english: "Out of memory. Close other programs or lower the resolution, then scan again.")
        case .accessDenied:
            BilingualText(
                vietnamese:
                    "Không có quyền dùng máy quét. Hãy báo cán bộ kỹ thuật thêm tài khoản vào nhóm \"scanner\".",
                english: "No permission to use the scanner. Have IT add the account to the group \"scanner\".")
        case .warmingUp:
            BilingualText(
                vietnamese: "Máy quét đang làm nóng đèn. Hãy đợi khoảng một phút rồi quét lại.",
                english: "The scanner is warming up. Wait about a minute and scan again.")
        case .hardwareLocked:
            BilingualText(
                vietnamese: "Đầu quét đang bị khóa để vận chuyển. Hãy gạt chốt khóa dưới đáy máy, rồi quét lại.",
                english: "The carriage is locked for transport. Release the lock under the scanner and scan again.")
        }
    }
}
