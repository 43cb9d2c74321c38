import Scanning
import Spool

extension UnfinishedScan {
    /// How many pages there are, and what to load again, after a scan that was not of the stack stopped short.
    func resumeText(in dossier: SpooledDossier) -> BilingualText {
        let pages = dossier.pageCount
        let rest: BilingualText =
            switch next(in: dossier)?.kind {
            case .backs:
                BilingualText(
                    vietnamese: "còn \(count(in: dossier)) mặt sau: nạp lại từ tờ vừa dừng, giữ nguyên chiều và thứ tự",
                    english: "\(count(in: dossier)) backs to come: load again from the sheet that stopped, as it lay")
            case .before, .after:
                BilingualText(
                    vietnamese: "nạp lại từ tờ vừa dừng, các trang còn lại sẽ vào đúng chỗ đang chèn",
                    english: "load again from the sheet that stopped; the rest goes where you were inserting")
            case .replacing:
                BilingualText(
                    vietnamese: "trang cũ còn nguyên, hãy nạp lại tờ cần quét lại",
                    english: "the old page is still there; load the sheet again")
            case nil:
                BilingualText(
                    vietnamese: "các trang vừa quét đã vào đúng chỗ", english: "what was scanned is in its place")
            }
        return BilingualText(
            vietnamese: "\(pages) trang đã lưu; \(rest.vietnamese)",
            english: "\(pages) \(pages == 1 ? "page" : "pages") saved; \(rest.english)")
    }

    private func count(in dossier: SpooledDossier) -> Int { next(in: dossier)?.fronts.count ?? 0 }
}
