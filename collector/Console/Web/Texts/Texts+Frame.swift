import Dossiers
import Registry

/// The frame round every page, and what is said when something goes wrong.
extension Texts {
    static let frame: [String: Text] = [
        "appName": Text("Số hóa hồ sơ của tỉnh", "The province's digitisation"),
        "skip": Text("Đến nội dung chính", "Skip to content"),
        "management": Text("Quản lý", "Manage"),
        "navigation": Text("Các trang", "Pages"),
        "signOut": Text("Đăng xuất", "Sign out"),
        "myAccount": Text("Tài khoản của tôi", "My account"),
        "backToStart": Text("Về trang đầu", "Back to the start"),
        "yes": Text("Có", "Yes"),
        "no": Text("Không", "No"),
        "cancel": Text("Quay lại", "Back"),
        "older": Text("Cũ hơn", "Older"),
        "newest": Text("Mới nhất", "Newest"),
    ]

    static func pageName(_ page: FrameView.Place) -> Text {
        switch page {
        case .overview: Text("Tổng quan", "Overview")
        case .offices: Text("Đơn vị", "Offices")
        case .procedures: Text("Thủ tục", "Procedures")
        case .officers: Text("Cán bộ", "Officers")
        case .operations: Text("Vận hành", "Operations")
        case .dossiers: Text("Hồ sơ", "Dossiers")
        case .imports: Text("Nhập số liệu", "Imports")
        case .reports: Text("Báo cáo", "Reports")
        case .accounts: Text("Tài khoản", "Accounts")
        case .audit: Text("Nhật ký", "Audit trail")
        case .account: Text("Tài khoản của tôi", "My account")
        }
    }

    static func roleName(_ role: Role) -> Text {
        switch role {
        case .officer: Text("Cán bộ Một cửa", "Officer")
        case .siteManager: Text("Quản lý đơn vị", "Site manager")
        case .it: Text("Cán bộ CNTT", "IT staff")
        case .viewer: Text("Người xem cấp tỉnh", "Provincial viewer")
        case .administrator: Text("Quản trị cấp tỉnh", "Provincial administrator")
        case .auditor: Text("Kiểm toán, thanh tra", "Auditor")
        }
    }

    static func permissionName(_ permission: Permission) -> Text {
        switch permission {
        case .seeFigures: Text("Xem số liệu tiến độ", "See progress figures")
        case .listDossiers: Text("Xem danh sách hồ sơ", "See lists of dossiers")
        case .openDossiers: Text("Xem chủ hồ sơ, giấy tờ và ảnh trang", "See owners, papers and page images")
        case .seeOfficers: Text("Xem khối lượng công việc của từng cán bộ", "See what each officer did")
        case .seeOperations: Text("Xem tình trạng trạm quét và máy chủ", "See the state of stations and server")
        case .manageStations:
            Text(
                "Cấp mã ghi danh, thu hồi trạm quét, cài đặt từ xa",
                "Issue join tokens, revoke stations, set them from afar")
        case .seeImports: Text("Xem số liệu đã nhập và nguồn", "See imported figures and their sources")
        case .importTables: Text("Nhập và phê duyệt số liệu", "Import and approve figures")
        case .seeAccounts: Text("Xem danh sách tài khoản", "See the list of accounts")
        case .manageAccounts: Text("Tạo, sửa và khóa tài khoản", "Make, change and disable accounts")
        case .seeAudit: Text("Xem nhật ký", "See the audit trail")
        }
    }

    static let wholeProvince = Text("Toàn tỉnh", "The whole province")

    // What went wrong.

    static let notFound = (
        Text("Không có trang này", "There is no such page"),
        Text(
            "Địa chỉ có thể đã được gõ sai, hoặc nội dung này không còn.",
            "The address may be mistyped, or what was here is gone.")
    )
    static let forbidden = (
        Text("Bạn không có quyền xem trang này", "This page is not open to you"),
        Text(
            "Vai trò hoặc phạm vi của tài khoản không bao gồm nội dung này. Nếu công việc cần đến, hãy đề nghị quản "
                + "trị cấp tỉnh điều chỉnh tài khoản.",
            "Your account's role or scope does not include it. If your work needs it, ask the provincial "
                + "administrator to change your account.")
    )
    static let stale = (
        Text("Biểu mẫu đã hết hiệu lực", "The form is out of date"),
        Text(
            "Phiên làm việc đã thay đổi từ khi trang được mở. Hãy quay lại, tải lại trang rồi gửi lần nữa. Chưa có gì "
                + "được thay đổi.",
            "The session has changed since the page was opened. Go back, reload it and send it again. Nothing was "
                + "changed.")
    )
    static let foreign = (
        Text("Yêu cầu đến từ một trang web khác", "The request comes from another site"),
        Text(
            "Để an toàn, hệ thống chỉ nhận thao tác từ chính các trang của mình. Hãy mở lại trang đầu và làm từ đó.",
            "For safety only this site's own pages may change anything. Open the start page and go on from there.")
    )
    static let malformed = (
        Text("Không đọc được nội dung gửi lên", "What was sent cannot be read"),
        Text("Hãy quay lại, kiểm tra các ô đã điền rồi gửi lần nữa.", "Go back, check the fields and send them again.")
    )
    static let tooLarge = (
        Text("Nội dung gửi lên quá lớn", "What was sent is too large"),
        Text("Hãy gửi ít nội dung hơn trong một lần.", "Send less at a time.")
    )
    static func fileTooLarge(megabytes: Int) -> (Text, Text) {
        (
            Text("Tệp quá lớn", "The file is too large"),
            Text(
                "Mỗi tệp nhiều nhất \(megabytes) MB. Hãy chia thành nhiều tệp nhỏ hơn rồi nhập từng tệp. Chưa có gì được "
                    + "nhập.",
                "A file has at most \(megabytes) MB. Split it into smaller ones and import each. Nothing was imported.")
        )
    }
    static let busy = (
        Text("Máy chủ đang bận", "The server is busy"),
        Text("Hãy thử lại sau giây lát. Chưa có gì bị mất.", "Try again in a moment. Nothing is lost.")
    )
    static let failed = (
        Text("Máy chủ gặp lỗi", "The server failed"),
        Text(
            "Đây là lỗi của hệ thống, nguyên nhân đã được ghi trong nhật ký máy chủ. Dữ liệu đã được tỉnh xác nhận vẫn "
                + "an toàn. Hãy thử lại; nếu vẫn lỗi, báo cho cán bộ CNTT giờ xảy ra lỗi.",
            "This is a fault of the system; the server's log has the cause. What was acknowledged is safe. Try again; "
                + "if it goes on, tell your IT staff the time at which it happened.")
    )
    static let tooMany = Text("Thử quá nhiều lần", "Too many attempts")

    static func tryAgain(after seconds: Int) -> Text {
        let minutes = (seconds + 59) / 60
        return seconds <= 90
            ? Text("Hãy thử lại sau \(seconds) giây.", "Try again in \(seconds) seconds.")
            : Text("Hãy thử lại sau \(minutes) phút.", "Try again in \(minutes) minutes.")
    }

    /// A number as the language groups it.
    static func count(_ number: Int, _ language: Language) -> String {
        let grouped = number.vietnamese
        return language == .vietnamese ? grouped : String(grouped.map { $0 == "." ? "," : $0 })
    }
}
