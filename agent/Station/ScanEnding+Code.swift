package import Scanning

extension ScanEnding {
    /// A stable code, for storage and for other programs.
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
        case .fault(.scanner(let status)): "scanner_\(status)"
        case .fault(.noScanner): "no_scanner"
        case .fault(.noSuchSource): "no_such_source"
        case .fault(.optionRefused): "option_refused"
        case .fault(.unusableImage): "unusable_image"
        case .fault(.storage): "storage"
        case .fault(.protocolBroken): "protocol_broken"
        case .fault(.file(let fault)): fault.code
        }
    }

    /// What happened and what to do next, for an ending of which only the code was kept.
    static func text(ofCode code: String) -> BilingualText {
        let plain: [ScanEnding] = [
            .feederEmpty, .pageLimit, .flatbedDone, .cancelled, .repeatedPage, .hang, .crash(0), .fault(.noScanner),
            .fault(.unusableImage),
        ]
        let told = plain + ScannerStatus.allCases.map { .fault(.scanner($0)) }
        if let ending = told.first(where: { $0.code == code }) { return ending.text }
        return BilingualText(
            vietnamese: "Lần quét trước dừng giữa chừng. Các trang đã lưu vẫn còn; hãy quét tiếp.",
            english: "The last scan stopped short (\(code)). Saved pages are kept; scan again to go on.")
    }
}
