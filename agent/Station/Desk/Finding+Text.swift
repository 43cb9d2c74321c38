import Scanning
import Spool

extension CompletionFinding {
    /// Stable, for the page.
    var code: String {
        switch self {
        case .sheetCount: "sheet_count"
        case .halfSheet: "half_sheet"
        case .noPages: "no_pages"
        case .emptyPaper: "empty_paper"
        case .blankPages: "blank_pages"
        case .shortPages: "short_pages"
        case .repeatedPages: "repeated_pages"
        }
    }

    /// That the officer counted another number of sheets than was fed, and what to do in either case.
    static func sheetCountText(expected: Int, fed: Int) -> BilingualText {
        let isShort = fed < expected
        return BilingualText(
            vietnamese: "Anh/chị đã đếm \(expected) tờ, máy quét đã nhận \(fed) tờ. "
                + (isShort
                    ? "Hãy quét tiếp các tờ còn thiếu, hoặc sửa lại số tờ."
                    : "Hãy xóa tờ quét thừa, hoặc sửa lại số tờ."),
            english: "You counted \(expected) sheets, \(fed) were fed. "
                + (isShort ? "Scan the rest or correct the number." : "Delete the surplus or correct the number."))
    }

    /// What is to be seen to before the dossier is finished.
    func text(_ catalogue: Catalogue, procedure: String) -> BilingualText {
        switch self {
        case .sheetCount(let expected, let fed):
            Self.sheetCountText(expected: expected, fed: fed)
        case .halfSheet(let sheet):
            BilingualText(
                vietnamese: "Tờ \(sheet) mới quét được mặt trước. Hãy nạp lại từ tờ \(sheet) rồi quét tiếp.",
                english: "Of sheet \(sheet) only the front is scanned. Load it again and go on.")
        case .noPages:
            BilingualText(
                vietnamese: "Hồ sơ chưa có trang nào. Hãy quét trước khi hoàn tất.",
                english: "The dossier has no pages. Scan first.")
        case .emptyPaper(_, let type):
            BilingualText(
                vietnamese: "\"\(catalogue.paperName(type, in: procedure) ?? type)\" chưa có trang nào. "
                    + "Hãy quét giấy tờ này hoặc xóa khỏi hồ sơ.",
                english: "Paper \(type) has no pages. Scan it, or remove it.")
        case .blankPages(let pages):
            BilingualText(
                vietnamese: "\(pages.count) trang có thể là trang trắng. Hãy chọn giữ hoặc bỏ từng trang.",
                english: "\(pages.count) pages may be blank. Keep them or leave them out.")
        case .shortPages(let pages):
            BilingualText(
                vietnamese:
                    "\(pages.count) trang ngắn hơn máy quét báo trước, có thể mất phần cuối. Hãy xem từng trang, quét "
                    + "lại trang bị thiếu.",
                english:
                    "\(pages.count) pages are shorter than the scanner announced; their end may be missing. Look at "
                    + "them, and scan again what is cut.")
        case .repeatedPages(let pages):
            BilingualText(
                vietnamese: "\(pages.count) trang giống hệt trang khác trong hồ sơ. Hãy xóa nếu quét thừa.",
                english: "\(pages.count) pages are the same as others of the dossier. Delete them if scanned twice.")
        }
    }
}
