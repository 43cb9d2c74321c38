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
