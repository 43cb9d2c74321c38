package import Scanning

extension ScanEnding {
    /// A stable code, for other programs.
    package var code: String {
        switch self {
        case .feederEmpty: "feeder_empty"
        case .pageLimit: "page_limit"
        case .flatbedDone: "flatbed_done"
        case .fileDone: "file_done"
        case .cancelled: "cancelled"
        case .repeatedPage: "repeated_page"
        case .hang: "hang"
        case .crash: "crash"
        case .fault(let fault): fault.code
        }
    }

    /// The code and what goes with it, as a dossier remembers why its last scan stopped short.
    package var stored: String {
        if case .fault(let fault) = self, let detail = fault.detail { "\(code):\(detail)" } else { code }
    }

    /// The code in what `stored` gave.
    package static func code(ofStored text: String) -> String { String(text.prefix { $0 != ":" }) }

    /// What happened and what to do next, from what `stored` gave.
    static func text(ofStored text: String) -> BilingualText {
        let code = code(ofStored: text)
        let plain: [ScanEnding] = [
            .feederEmpty, .pageLimit, .flatbedDone, .fileDone, .cancelled, .repeatedPage, .hang, .crash(0),
        ]
        if let ending = plain.first(where: { $0.code == code }) { return ending.text }
        if let fault = ScanFault(code: code, detail: String(text.dropFirst(code.count + 1))) { return fault.text }
        return BilingualText(
            vietnamese: "Lần quét trước dừng giữa chừng. Các trang đã lưu vẫn còn; hãy quét tiếp.",
            english: "The last scan stopped short (\(code)). Saved pages are kept; scan again to go on.")
    }
}
