/// Frozen reports.
extension Texts {
    static let reports: [String: Text] = [
        "reportsLead": Text(
            "Báo cáo đã chốt được ký và đánh số, không sửa được nữa. Số liệu đến sau hiện thành điều chỉnh.",
            "A frozen report is signed and numbered, and never changes. What arrives later shows as an adjustment."),
        "freezeTitle": Text("Chốt số liệu", "Freeze figures"),
        "freezePeriod": Text("Kỳ báo cáo", "Period"),
        "freezePeriodHint": Text(
            "2021, 2021-H1, 2021-Q2, 2021-06, 2021-Q2@15 (từ ngày 15), hoặc 2021-02-10/2021-03-05",
            "2021, 2021-H1, 2021-Q2, 2021-06, 2021-Q2@15 (from the 15th), or 2021-02-10/2021-03-05"),
        "freezeDay": Text("Số liệu đến hết ngày", "Figures to the end of"),
        "freezeDayHint": Text("Để trống: hôm nay", "Empty: today"),
        "freeze": Text("Chốt và ký", "Freeze and sign"),
        "reportNumber": Text("Số", "Number"),
        "frozenAt": Text("Chốt lúc", "Frozen"),
        "frozenBy": Text("Người chốt", "By"),
        "reportsEmpty": Text("Chưa chốt báo cáo nào.", "No report is frozen yet."),
        "allReports": Text("Tất cả báo cáo", "All reports"),
        "adjustments": Text("Điều chỉnh từ khi chốt", "Adjustments since it was frozen"),
        "noAdjustments": Text("Không có: mọi số liệu vẫn như khi chốt.", "None: every figure is as it was frozen."),
        "figureThen": Text("Khi chốt", "Then"),
        "figureNow": Text("Hiện nay", "Now"),
        "exportTitle": Text("Tải báo cáo", "Take the report along"),
        "exportLead": Text(
            "Phần không nhập được để trống để điền tay. Bản in theo thể thức Nghị định 30/2020/NĐ-CP; mở rồi in hoặc lưu PDF.",
            "What is not given is left open for a pen. The page to print has the form of Nghị định 30/2020/NĐ-CP; open it, "
                + "then print it or save it as PDF."),
        "superior": Text("Cơ quan chủ quản", "Superior body"),
        "organisation": Text("Cơ quan báo cáo", "Body that reports"),
        "documentNumber": Text("Số, ký hiệu", "Number and symbol"),
        "place": Text("Địa danh", "Place"),
        "documentDate": Text("Ngày ký", "Day of signing"),
        "signerTitles": Text("Chức vụ người ký", "Signer's title"),
        "signer": Text("Người ký", "Signer"),
        "recipients": Text("Nơi nhận (mỗi dòng một nơi)", "Recipients (one a line)"),
        "asWorkbook": Text("Excel (XLSX)", "Excel (XLSX)"),
        "asTable": Text("CSV", "CSV"),
        "asPaper": Text("Bản in (HTML)", "To print (HTML)"),
        "asSigned": Text("Bản ký số liệu (JSON)", "Signed figures (JSON)"),
    ]

    static let badPeriod = Text(
        "Kỳ báo cáo không đúng; ví dụ 2021-Q2, 2021-06, 2021-Q2@15.",
        "This is no period; 2021-Q2, 2021-06 or 2021-Q2@15.")
    static let periodNotBegun = Text(
        "Kỳ này chưa bắt đầu vào ngày lấy số liệu.", "The period has not begun on the day of the figures.")
    static let badHeading = Text(
        "Mỗi dòng quanh báo cáo dài nhất 200 ký tự.", "A line around the report has at most 200 characters.")

    static func reportTitle(_ number: Int) -> Text { Text("Báo cáo số \(number)", "Report \(number)") }
}
