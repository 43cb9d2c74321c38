import Dossiers
import Exchange

/// A dossier's page.
extension Texts {
    static let dossiers: [String: Text] = [
        "toFind": Text("Tìm hồ sơ", "Find dossiers"),
        "openLead": Text(
            "Chủ hồ sơ, giấy tờ và ảnh trang chỉ hiện sau khi nêu lý do. Lý do và mỗi trang đã xem được ghi nhật ký.",
            "Owner, papers and page images are shown once a reason is given. The reason, and each page that is looked at, "
                + "is recorded."),
        "openWhy": Text("Lý do mở hồ sơ", "Why the dossier is opened"),
        "openOther": Text("Hoặc lý do khác", "Or another reason"),
        "openNoNames": Text(
            "Không ghi họ tên hay số giấy tờ của công dân.", "No names or numbers of citizens."),
        "openDossier": Text("Mở hồ sơ", "Open the dossier"),
        "openNot": Text(
            "Tài khoản này xem được tình trạng hồ sơ, không mở được nội dung.",
            "This account sees what became of the dossier, not what is in it."),
        "submissions": Text("Các lần nộp", "Submissions"),
        "papers": Text("Giấy tờ", "Papers"),
        "pages": Text("Trang", "Pages"),
        "openedFor": Text("Đã mở với lý do", "Opened for"),
        "ownerIdentity": Text("Giấy tờ tùy thân", "Identity number"),
        "notInForce": Text("Hết hiệu lực", "No longer in force"),
        "pagesAwaited": Text("Trang chưa về đủ.", "Its pages have not all come."),
        "submission": Text("Lần nộp", "Submission"),
        "sealedAt": Text("Niêm phong", "Sealed"),
        "sealedBy": Text("Cán bộ", "Officer"),
        "stationPlace": Text("Trạm · số thứ tự", "Station · sequence"),
        "receiptColumn": Text("Biên nhận", "Receipt"),
        "corrections": Text("Lịch sử chỉnh sửa", "Corrections"),
        "usedBy": Text("Giấy tờ được dùng lại ở", "Its papers are used again in"),
        "exportDossier": Text("Tải hồ sơ", "Take the dossier along"),
        "exportDossierLead": Text(
            "PDF (PDF/A-2b) có các trang đang có hiệu lực. Gói BagIt (ZIP) có thêm bản kê đã ký, biên nhận và hướng dẫn kiểm "
                + "chứng. Việc tải được ghi nhật ký cùng lý do đã mở hồ sơ.",
            "The PDF (PDF/A-2b) has the pages that stand. The BagIt bag (ZIP) has the signed manifests and receipts "
                + "besides, and how to verify them. It is recorded, with the reason for which the dossier was opened."),
        "asPDF": Text("PDF", "PDF"),
        "asBag": Text("Gói BagIt (ZIP)", "BagIt bag (ZIP)"),
        "digest": Text("Mã băm", "Digest"),
    ]

    /// Reasons that are offered.
    static let reasons = [
        Text("Giải quyết thủ tục hành chính", "Handling a procedure"),
        Text("Kiểm tra chất lượng số hóa", "Checking the quality of digitisation"),
        Text("Đối chiếu số liệu báo cáo", "Verifying reported figures"),
        Text("Kiểm toán, thanh tra", "Audit or inspection"),
        Text("Theo yêu cầu của chủ hồ sơ", "At the owner's request"),
    ]
    static let reasonMissing = Text(
        "Hãy chọn hoặc nhập lý do, nhiều nhất 200 ký tự.", "Choose or enter a reason of at most 200 characters.")
    static let notComplete = (
        Text("Hồ sơ chưa đủ trang", "The dossier is not complete"),
        Text(
            "Các trang còn đang được tải lên, hoặc hồ sơ đã bị từ chối. Hãy tải lại khi tỉnh đã nhận đủ.",
            "Its pages are awaited, or it was refused. Take it along when the province has all of it.")
    )
    static let unusablePage = (
        Text("Một trang không đưa vào PDF được", "A page cannot be put into a PDF"),
        Text(
            "Ảnh của trang có dạng mà PDF/A không nhận. Hãy quay lại và tải gói BagIt.",
            "The page's image is of a form that PDF/A does not take. Go back and take the BagIt bag.")
    )
    static let tooLargeForArchive = (
        Text("Hồ sơ quá lớn cho một tệp ZIP", "The dossier is too large for a ZIP file"),
        Text(
            "Hồ sơ lớn hơn 4 GB. Hãy nhờ cán bộ CNTT xuất bằng lệnh sohoa-collector dossier export --bag.",
            "It is above 4 GB. Ask the IT staff to export it by sohoa-collector dossier export --bag.")
    )
    static let noRoom = (
        Text("Máy chủ sắp hết dung lượng đĩa", "The server's disk is nearly full"),
        Text(
            "Chưa có gì được tải. Hãy báo cán bộ CNTT giải phóng dung lượng rồi tải lại.",
            "Nothing was exported. Tell the IT staff to free some space, then try again.")
    )
    static let damagedPage = (
        Text("Một trang đã lưu bị hỏng", "A stored page is damaged"),
        Text(
            "Chưa có gì được tải. Hãy báo cán bộ CNTT kiểm tra kho lưu trữ và khôi phục từ bản sao lưu.",
            "Nothing was exported. Tell the IT staff to verify the store and to restore it from a backup.")
    )
    static let stateRefused = Text("Bị từ chối", "Refused")
    static let stands = Text("Đang có hiệu lực", "Stands")
    static let superseded = Text("Đã được thay thế", "Superseded")
    static let page = Text("trang", "page")

    static func role(_ role: DocumentRole) -> Text {
        switch role {
        case .component: Text("Thành phần hồ sơ", "Component")
        case .arising: Text("Giấy tờ phát sinh", "Arisen")
        case .result: Text("Kết quả giải quyết", "Result")
        }
    }

    static func numbered(_ number: String) -> Text { Text("số \(number)", "no. \(number)") }

    static func issuedOn(_ day: CalendarDay) -> Text { Text("cấp ngày \(day.vietnamese)", "issued \(day.vietnamese)") }

    static func competent(_ authority: String) -> Text { Text("thẩm quyền: \(authority)", "competent: \(authority)") }

    static func reusedFrom(_ code: DossierCode, _ site: String, on day: CalendarDay) -> Text {
        Text(
            "Dùng lại từ hồ sơ \(code.rawValue), \(site), số hóa ngày \(day.vietnamese)",
            "Used again from \(code.rawValue), \(site), digitised \(day.vietnamese)")
    }

    static func pageOf(_ paper: String, _ number: Int) -> Text {
        Text("\(paper), trang \(number)", "\(paper), page \(number)")
    }

    static func receipt(_ number: Int, at time: String) -> Text {
        Text("số \(number), \(time)", "no. \(number), \(time)")
    }

    static func flag(_ flag: PageFlag) -> Text {
        switch flag {
        case .blankSuspected: Text("có thể trắng", "perhaps blank")
        case .repeated: Text("trùng trang trước", "repeated")
        case .rescanned: Text("quét lại", "rescanned")
        case .imported: Text("nhập từ tệp", "from a file")
        case .cutShort: Text("thiếu phần cuối", "cut short")
        // Of a later version of the agent.
        default: Text(flag.rawValue, flag.rawValue)
        }
    }

    static func correction(_ action: CorrectionAction) -> Text {
        switch action {
        case .rotated: Text("xoay", "turned")
        case .removed: Text("xóa", "taken out")
        case .restored: Text("khôi phục", "restored")
        case .leftOut: Text("bỏ trang trắng", "left out as blank")
        case .keptBlank: Text("giữ trang có thể trắng", "kept though perhaps blank")
        case .rescanned: Text("quét lại", "scanned again")
        case .inserted: Text("chèn", "inserted")
        case .moved: Text("chuyển chỗ", "moved")
        case .split: Text("tách giấy tờ", "split")
        case .backsAdded: Text("thêm mặt sau", "back added")
        case .imported: Text("nhập từ tệp", "from a file")
        case .paperChanged: Text("sửa thông tin giấy tờ", "paper changed")
        case .reused: Text("dùng lại giấy tờ", "paper used again")
        // Of a later version of the agent.
        default: Text(action.rawValue, action.rawValue)
        }
    }
}
