/// Why a scan ended before its time.
package enum ScanFault: Error, Codable, Sendable, Hashable {
    /// The scanner said so.
    case scanner(ScannerStatus)
    /// No scanner is there, or not the one asked for.
    case noScanner
    case noSuchSource(ScanSource)
    /// The scanner has no such option, or does not take its value.
    case optionRefused(String)
    /// The scanner describes its image in a way that makes no sense.
    case unusableImage
    /// A page could not be stored; what went wrong, in the system's words.
    case storage(String)
    /// Less is free on the disk than scanning needs; bytes. Every page so far is kept.
    case diskNearlyFull(free: Int, required: Int)
    /// The paper or page that the pages were to go to is not there any more.
    case placeGone
    /// The dossier was finished or discarded while it was scanned.
    case dossierGone
    /// The dossier has as many pages as one may have.
    case dossierFull
    /// The scan program was called wrongly or lost its caller.
    case protocolBroken(String)
    /// A file could not be imported.
    case file(ImportFault)
}

extension ScanFault {
    /// What happened and what to do next.
    package var text: BilingualText {
        switch self {
        case .scanner(let status): status.text
        case .noScanner:
            BilingualText(
                vietnamese: "Không tìm thấy máy quét. Hãy kiểm tra máy quét đã bật và đã cắm dây, rồi quét lại.",
                english: "No scanner found. Check that it is on and connected, then scan again.")
        case .noSuchSource(let source):
            BilingualText(
                vietnamese: "Máy quét không có \(source.vietnamese). Hãy chọn nguồn giấy khác.",
                english: "The scanner has no source \"\(source.rawValue)\". Choose another.")
        case .optionRefused(let name):
            BilingualText(
                vietnamese: "Máy quét không nhận cài đặt \"\(name)\". Hãy báo cán bộ kỹ thuật sửa cấu hình quét.",
                english: "The scanner does not take the option \"\(name)\". Correct it in the scan profile.")
        case .unusableImage:
            BilingualText(
                vietnamese:
                    "Máy quét gửi hình không đọc được. Hãy chọn độ phân giải hoặc chế độ màu khác, rồi quét lại.",
                english:
                    "The scanner sent an image that cannot be read. Choose another resolution or mode and scan again.")
        case .storage(let reason):
            BilingualText(
                vietnamese: "Không lưu được trang vào máy này (\(reason)). Hãy kiểm tra dung lượng đĩa, rồi quét lại.",
                english: "A page could not be stored on this PC (\(reason)). Check the disk space and scan again.")
        case .diskNearlyFull(let free, let required):
            BilingualText(
                vietnamese:
                    "Ổ đĩa máy này sắp đầy: còn \(free >> 20) MB, cần ít nhất \(required >> 20) MB. Các trang đã lưu vẫn còn. "
                    + "Hãy đợi tải lên xong hoặc báo cán bộ kỹ thuật giải phóng dung lượng, rồi quét tiếp.",
                english:
                    "The disk is nearly full: \(free >> 20) MiB free, \(required >> 20) MiB needed. Saved pages are kept. "
                    + "Free some space, or let the queue be delivered, then go on scanning.")
        case .placeGone:
            BilingualText(
                vietnamese:
                    "Giấy tờ hoặc trang đang quét vào vừa bị người khác xóa. Các trang đã lưu vẫn còn; hãy chọn lại chỗ rồi quét "
                    + "tiếp.",
                english:
                    "Somebody removed the paper or page that was scanned to. Saved pages are kept; choose a place and go on."
            )
        case .dossierGone:
            BilingualText(
                vietnamese:
                    "Hồ sơ vừa được người khác hoàn tất hoặc bỏ trong khi đang quét. Hãy mở lại hồ sơ rồi quét tiếp.",
                english: "Somebody finished or discarded the dossier while it was scanned. Open it again, then go on.")
        case .dossierFull:
            BilingualText(
                vietnamese:
                    "Hồ sơ đã đủ số trang tối đa. Hãy hoàn tất hồ sơ này và tách phần còn lại thành hồ sơ khác.",
                english: "The dossier has as many pages as one may have. Finish it, and split the papers.")
        case .protocolBroken(let reason):
            BilingualText(
                vietnamese: "Chương trình quét bị ngắt (\(reason)). Hãy quét lại; nếu vẫn lỗi, báo cán bộ kỹ thuật.",
                english: "The scan program was cut off (\(reason)). Scan again; if it happens again, call IT.")
        case .file(let fault): fault.text
        }
    }
}

extension ScanSource {
    /// As officers call it.
    package var vietnamese: String {
        switch self {
        case .flatbed: "mặt kính"
        case .feeder: "khay nạp giấy"
        case .duplex: "khay nạp quét hai mặt"
        case .automatic: "khay nạp giấy hoặc mặt kính"
        }
    }
}
