import ContentStore
import Scanning
import Spool
import SystemPackage

extension StationRefusal {
    /// What an error of the spool means to an officer.
    init(_ error: SpoolError) {
        let english = "\(error)"
        switch error {
        case .notEnrolled: self = .notEnrolled
        case .dossierNotFound(let code):
            self.init(
                .notFound, "dossier_not_found", "Không có hồ sơ \(code) trên máy này. Hãy kiểm tra lại mã hồ sơ.",
                english)
        case .dossierIsSealed(let code):
            self.init(
                .conflict, "dossier_sealed",
                "Hồ sơ \(code) đã hoàn tất. Muốn thêm hoặc sửa giấy tờ, hãy bấm \"Bổ sung hoặc sửa hồ sơ\".", english)
        case .unacceptable(let field, let reason, let kind):
            let name = Self.name(of: field)
            self.init(
                .unacceptable, "unacceptable", kind.vietnamese(name.vietnamese), "\(field) \(reason)", field: name.key)
        case .noPages(let code):
            self.init(
                .conflict, "no_pages", "Hồ sơ \(code) chưa có trang nào. Hãy quét trước khi hoàn tất.", english)
        case .emptyDocument(_, let type):
            self.init(
                .conflict, "empty_paper",
                "Giấy tờ \"\(type)\" chưa có trang nào. Hãy quét giấy tờ này hoặc xóa khỏi hồ sơ.", english)
        case .sheetCount(_, let expected, let fed):
            self.init(
                .conflict, "sheet_count", CompletionFinding.sheetCountText(expected: expected, fed: fed),
                field: "sheetsExpected")
        case .halfSheet(_, let sheet):
            self.init(
                .conflict, "half_sheet",
                "Lần quét trước dừng giữa hai mặt của tờ \(sheet). Hãy nạp lại giấy từ tờ \(sheet) rồi quét tiếp.",
                english)
        case .diskNearlyFull(let free, let required):
            self.init(
                .later, "disk_nearly_full",
                "Ổ đĩa máy này sắp đầy: còn \(free >> 20) MB, cần ít nhất \(required >> 20) MB. Chưa mất trang nào. "
                    + "Hãy đợi tải lên xong hoặc báo cán bộ kỹ thuật giải phóng dung lượng.", english)
        case .newerVersion:
            self.init(
                .fault, "newer_version",
                "Dữ liệu trên máy do phiên bản mới hơn tạo ra. Hãy báo cán bộ kỹ thuật cài lại phiên bản mới.",
                english)
        case .submissionNotFound:
            self.init(
                .notFound, "submission_not_found",
                "Không tìm thấy hồ sơ này trong hàng đợi tải lên. Hãy tải lại trang (F5) để xem danh sách mới.",
                english)
        case .paperNotFound:
            self.init(
                .notFound, "paper_not_found",
                "Không còn giấy tờ này trong hồ sơ; có thể người khác vừa sửa. Hãy xem lại danh sách rồi làm lại.",
                english)
        case .paperHasPages:
            self.init(
                .conflict, "paper_has_pages",
                "Giấy tờ này còn trang. Hãy xóa hoặc chuyển các trang đi trước khi xóa giấy tờ.", english)
        case .paperIsReused:
            self.init(
                .conflict, "paper_is_reused",
                "Giấy tờ này dùng lại bản đã số hóa nên không quét thêm trang. Hãy thêm một giấy tờ khác.", english)
        case .pageNotFound:
            self.init(
                .notFound, "page_not_found",
                "Không còn trang này trong hồ sơ; có thể người khác vừa sửa. Hãy xem lại các trang rồi làm lại.",
                english)
        case .tooManyPages(_, let limit):
            self.init(
                .conflict, "too_many_pages",
                "Hồ sơ đã có \(limit) trang là số tối đa. Hãy hoàn tất hồ sơ này và tách phần còn lại thành hồ sơ khác.",
                english)
        case .pageIsOut:
            self.init(
                .conflict, "page_is_out", "Trang này đã bị xóa. Hãy hoàn tác xóa trước khi sửa.", english)
        case .pageIsIn:
            self.init(
                .conflict, "page_is_in",
                "Trang này vẫn đang ở trong hồ sơ, không cần khôi phục. Hãy xem lại các trang.",
                english)
        case .dossierWasSealed(let code):
            self.init(
                .conflict, "dossier_was_sealed",
                "Hồ sơ \(code) đã từng hoàn tất nên không bỏ được. Hãy sửa rồi hoàn tất lại.", english)
        case .officerNotFound:
            self.init(
                .notFound, "unknown_officer", "Không còn tài khoản này. Hãy chọn lại tên của mình.", english)
        case .officerExists(let name):
            self.init(
                .conflict, "officer_exists", "Đã có tài khoản \(name). Hãy chọn tên tài khoản khác.", english,
                field: "name")
        case .lastManager:
            self.init(
                .conflict, "last_manager",
                "Đây là người quản lý duy nhất. Hãy giao quyền quản lý cho người khác trước.", english)
        case .database(let cause) where cause.isFull:
            self.init(.fault, "disk_full", Self.diskFull, english)
        case .store(.system(.noSpace, _, _)), .store(.system(.diskQuotaExceeded, _, _)):
            self.init(.fault, "disk_full", Self.diskFull, english)
        case .store, .database, .key, .corrupt:
            self.init(
                .fault, "spool_fault",
                "Máy này không đọc hoặc không ghi được dữ liệu quét. Những gì đã lưu vẫn còn; hãy báo cán bộ kỹ thuật.",
                english)
        }
    }

    private static let diskFull =
        "Ổ đĩa máy này đã đầy nên chưa ghi được thay đổi vừa rồi. Những gì đã lưu vẫn còn; hãy báo cán bộ kỹ thuật "
        + "giải phóng dung lượng rồi làm lại."

    /// What the page calls a field of the spool: in words, and in its requests.
    private static func name(of field: String) -> (vietnamese: String, key: String) {
        switch field {
        case "owner": ("chủ hồ sơ", "ownerName")
        case "identity number": ("số định danh", "ownerIdentityNumber")
        case "procedure": ("thủ tục", "procedure")
        case "operator": ("cán bộ", "operator")
        case "document type": ("loại giấy tờ", "type")
        case "document number": ("số giấy tờ", "number")
        case "issuer": ("cơ quan ban hành", "issuer")
        case "authority": ("cơ quan có thẩm quyền", "authority")
        case "sheets": ("số tờ", "sheets")
        case "documents": ("giấy tờ", "papers")
        case "page", "pages": ("trang", "pages")
        case "reuse": ("giấy tờ dùng lại", "reuse")
        case "name": ("tên tài khoản", "name")
        case "display name": ("họ tên cán bộ", "displayName")
        default: (field, field)
        }
    }
}

extension StationRefusal {
    /// What any error means to an officer.
    package init(any error: any Error) {
        switch error {
        case let error as StationRefusal: self = error
        case let error as SpoolError: self.init(error)
        case ScanError.alreadyRunning:
            self.init(.conflict, "scan_running", ScanError.alreadyRunning.text)
        case let error as WatchedFolderError: self.init(.conflict, error.code, error.text)
        case let error as ScanError: self.init(.fault, "scan_failed", error.text)
        default:
            self.init(
                .fault, "internal_error",
                "Phần mềm gặp lỗi ngoài dự kiến. Những gì đã lưu vẫn còn; hãy thử lại, nếu vẫn lỗi hãy báo cán bộ kỹ "
                    + "thuật.", "Unexpected: \(type(of: error))")
        }
    }
}
