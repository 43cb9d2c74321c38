import Spool

extension UnacceptableKind {
    /// What is wrong, and what to do.
    ///
    /// - Parameter name: what the page calls the field.
    func vietnamese(_ name: String) -> String {
        switch self {
        case .field:
            "Mục \"\(name)\" để trống, quá dài hoặc có ký tự lạ. Hãy sửa rồi làm lại."
        case .noPapers: "Hồ sơ chưa có giấy tờ nào. Hãy thêm ít nhất một giấy tờ rồi quét."
        case .tooManyPapers(let limit): "Hồ sơ đã có \(limit) giấy tờ là số tối đa. Hãy tách thành nhiều hồ sơ."
        case .tooManyPages(let limit): "Hồ sơ sẽ có quá \(limit) trang là số tối đa. Hãy tách thành nhiều hồ sơ."
        case .noPagesNamed: "Chưa chọn trang nào. Hãy chọn trang rồi làm lại."
        case .tooManyCorrections(let limit):
            "Hồ sơ đã có \(limit) lần chỉnh sửa là số tối đa. Hãy hoàn tất hồ sơ, rồi bấm \"Bổ sung hoặc sửa hồ sơ\" để sửa tiếp."
        case .brokenRule:
            "Hồ sơ có mục không đúng quy định nên chưa hoàn tất được. Hãy kiểm tra thông tin hồ sơ và từng giấy tờ; nếu vẫn lỗi, "
                + "báo cán bộ kỹ thuật."
        case .tooLarge: "Hồ sơ quá lớn để gửi một lần. Hãy tách thành nhiều hồ sơ."
        case .codeChanged: "Không đổi được mã của hồ sơ đã mở. Hãy mở hồ sơ mới với mã đúng, rồi bỏ hồ sơ này."
        case .badPage: "Máy quét hoặc tệp cho ra một trang không dùng được. Hãy quét lại hoặc chọn tệp khác."
        case .badTurn: "Chỉ xoay được trang 90, 180 hoặc 270 độ. Hãy bấm Xoay trái hoặc Xoay phải."
        case .splitAtFirstPage:
            "Đây là trang đầu của giấy tờ nên không tách được ở đây. Hãy chọn trang đầu của giấy tờ thứ hai rồi bấm Tách."
        case .sheetsOutOfRange(let limit): "Số tờ phải từ 1 đến \(limit). Hãy sửa lại số tờ."
        case .sheetsMissing: "Mỗi giấy tờ, trừ giấy tờ cuối, phải có số tờ. Hãy nhập số tờ của các giấy tờ trước."
        case .reuseOfOtherPaper:
            "Chỉ dùng lại được bản đã số hóa cho thành phần hồ sơ chưa có trang. Hãy thêm giấy tờ thành phần khác."
        case .reuseUnnamed: "Chưa chọn giấy tờ đã số hóa để dùng lại. Hãy tra cứu rồi chọn một giấy tờ."
        case .reuseChanged: "Không đổi được bản đang dùng lại. Hãy xóa giấy tờ này rồi thêm giấy tờ khác."
        case .selfReuse:
            "Giấy tờ này nằm trong chính hồ sơ đang mở nên không cần dùng lại. Hãy chọn giấy tờ của hồ sơ khác."
        case .accountName:
            "Tên tài khoản chỉ gồm chữ không dấu, chữ số và các dấu . - _ @, dài nhất 64 ký tự. Hãy sửa lại."
        }
    }
}
