/// What came of a scan. Every page counted here is in the spool, however the scan ended.
package struct ScanOutcome: Codable, Sendable, Hashable {
    package var pagesSaved: Int
    package var source: FeedSource
    package var ending: ScanEnding

    package init(pagesSaved: Int, source: FeedSource, ending: ScanEnding) {
        self.pagesSaved = pagesSaved
        self.source = source
        self.ending = ending
    }

    /// Sheets of which every side is saved.
    package var sheetsDone: Int { pagesSaved / source.sidesPerSheet }

    /// Whether the front of a sheet is saved and its back is not.
    package var endsWithinSheet: Bool { !pagesSaved.isMultiple(of: source.sidesPerSheet) }

    /// What happened and, after an interruption, from which sheet to go on.
    ///
    /// - Parameters:
    ///   - pagesBefore: Pages that the dossier had before this scan.
    ///   - sheetsBefore: Sheets that these were.
    package func text(pagesBefore: Int = 0, sheetsBefore: Int = 0) -> BilingualText {
        if ending.isComplete { return ending.text }
        let resume = resumeText(pagesBefore: pagesBefore, sheetsBefore: sheetsBefore)
        return BilingualText(
            vietnamese: "\(ending.text.vietnamese) \(resume.vietnamese).",
            english: "\(ending.text.english) \(resume.english).")
    }

    /// How many pages there are, and the sheet to load again.
    package func resumeText(pagesBefore: Int = 0, sheetsBefore: Int = 0) -> BilingualText {
        Self.resumeText(
            pages: pagesBefore + pagesSaved, sheet: sheetsBefore + sheetsDone + 1, withinSheet: endsWithinSheet)
    }

    /// How many pages there are, and the sheet to load again.
    ///
    /// - Parameter withinSheet: the front of that sheet is saved and will be scanned again.
    package static func resumeText(pages: Int, sheet: Int, withinSheet: Bool) -> BilingualText {
        BilingualText(
            vietnamese: "\(pages) trang đã lưu; nạp lại từ tờ \(sheet)"
                + (withinSheet ? " (mặt trước tờ \(sheet) sẽ được quét lại)" : ""),
            english: "\(pages) \(pages == 1 ? "page" : "pages") saved; load again from sheet \(sheet)"
                + (withinSheet ? " (its front is scanned again)" : ""))
    }
}
