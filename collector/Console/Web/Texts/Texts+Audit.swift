import Registry

/// The audit trail.
extension Texts {
    static let auditTrail: [String: Text] = [
        "auditLead": Text(
            "Ai đã xem hoặc thay đổi gì, khi nào, ở đâu. Nhật ký chỉ được ghi thêm, không sửa, không xóa được.",
            "Who saw or changed what, when and where. The trail is only added to; nothing in it changes."),
        "actor": Text("Người thực hiện", "Who"),
        "actorHint": Text("Tên đăng nhập, trạm quét hoặc tài khoản máy", "Username, station or machine account"),
        "action": Text("Hành động", "Action"),
        "anyAction": Text("Tất cả", "All"),
        "subject": Text("Đối tượng", "Subject"),
        "subjectHint": Text("Mã hồ sơ, mã trạm, tên đăng nhập…", "Dossier code, station, username…"),
        "fromDay": Text("Từ ngày", "From"),
        "toDay": Text("Đến ngày", "To"),
        "search": Text("Tìm", "Search"),
        "clearSearch": Text("Xóa điều kiện", "Clear"),
        "time": Text("Thời điểm", "Time"),
        "office": Text("Đơn vị", "Office"),
        "detail": Text("Chi tiết", "Detail"),
        "reason": Text("Lý do", "Reason"),
        "auditEmpty": Text("Không có mục nào khớp điều kiện.", "No entry matches."),
    ]

    static let badDay = Text("Ngày không đúng.", "This is no day.")
    static let daysReversed = Text("“Từ ngày” phải trước “Đến ngày”.", "“From” must be before “To”.")

    /// The kinds of actions, as the trail's nouns; an action that is not here is shown by its code.
    static let actionKinds: [(noun: String, text: Text)] = [
        ("account", Text("Tài khoản", "Accounts")),
        ("session", Text("Đăng nhập, đăng xuất", "Sign-ins")),
        ("dossier", Text("Hồ sơ", "Dossiers")),
        ("figure", Text("Danh sách số liệu", "Lists behind figures")),
        ("officer", Text("Khối lượng công việc", "Officers' workload")),
        ("page", Text("Trang giấy tờ", "Pages")),
        ("manifest", Text("Bản kê", "Manifests")),
        ("receipt", Text("Biên nhận", "Receipts")),
        ("paper", Text("Tra cứu giấy tờ", "Lookups of papers")),
        ("report", Text("Báo cáo", "Reports")),
        ("station", Text("Trạm quét", "Stations")),
        ("token", Text("Mã ghi danh", "Join tokens")),
        ("site", Text("Đơn vị", "Offices")),
        ("baseline", Text("Mẫu số", "Baselines")),
        ("target", Text("Chỉ tiêu", "Targets")),
        ("procedure", Text("Thủ tục", "Procedures")),
        ("content", Text("Nội dung lưu trữ", "Stored content")),
        ("recount", Text("Bộ đếm", "Counters")),
        ("figures", Text("Số liệu tiến độ", "Progress figures")),
        ("audit", Text("Nhật ký", "The audit trail")),
    ]

    private static let actions: [String: Text] = [
        "account.add": Text("Tạo tài khoản", "Account made"),
        "account.change": Text("Sửa tài khoản", "Account changed"),
        "account.disable": Text("Khóa tài khoản", "Account disabled"),
        "account.enable": Text("Mở lại tài khoản", "Account enabled"),
        "account.setPassword": Text("Đổi mật khẩu", "Password changed"),
        "account.resetPassword": Text("Đặt lại mật khẩu", "Password reset"),
        "account.secondFactorOn": Text("Bật xác thực hai lớp", "Second factor on"),
        "account.secondFactorOff": Text("Tắt xác thực hai lớp", "Second factor off"),
        "account.useRecoveryCode": Text("Dùng mã dự phòng", "Recovery code used"),
        "dossier.open": Text("Mở hồ sơ", "Dossier opened"),
        "page.show": Text("Xem trang giấy tờ", "Page looked at"),
        "figure.list": Text("Mở danh sách số liệu", "List behind a figure opened"),
        "officer.list": Text("Xem khối lượng công việc", "Officers' workload seen"),
        "officer.export": Text("Tải khối lượng công việc", "Officers' workload exported"),
        "session.open": Text("Đăng nhập", "Signed in"),
        "session.end": Text("Đăng xuất", "Signed out"),
        "session.refuse": Text("Đăng nhập sai", "Sign-in refused"),
        "dossier.find": Text("Tìm hồ sơ", "Dossiers searched"),
        "dossier.show": Text("Xem hồ sơ", "Dossier seen"),
        "manifest.export": Text("Xuất bản kê đã ký", "Signed manifest exported"),
        "receipt.export": Text("Xuất biên nhận", "Receipt exported"),
        "figures.export": Text("Tải số liệu tiến độ", "Progress figures exported"),
        "page.get": Text("Xem trang", "Page seen"),
        "paper.lookUp": Text("Tra cứu giấy tờ", "Papers looked up"),
        "station.enrol": Text("Ghi danh trạm quét", "Station enrolled"),
        "station.revoke": Text("Thu hồi trạm quét", "Station revoked"),
        "token.issue": Text("Cấp mã ghi danh", "Join token issued"),
        "token.revoke": Text("Thu hồi mã ghi danh", "Join token revoked"),
        "site.import": Text("Nhập đơn vị", "Offices imported"),
        "site.close": Text("Đóng đơn vị", "Office closed"),
        "site.correct": Text("Sửa đơn vị", "Office corrected"),
        "baseline.import": Text("Nhập mẫu số", "Baselines imported"),
        "target.import": Text("Nhập chỉ tiêu", "Targets imported"),
        "procedure.import": Text("Nhập thủ tục", "Procedures imported"),
        "baseline.replace": Text("Thay mẫu số", "Baselines replaced"),
        "content.quarantine": Text("Cách ly nội dung hỏng", "Damaged content set aside"),
        "recount.repair": Text("Sửa bộ đếm", "Counters mended"),
        "station.replace": Text("Thay trạm quét", "Station replaced"),
        "target.replace": Text("Thay chỉ tiêu", "Targets replaced"),
        "audit.search": Text("Tra nhật ký", "Audit trail searched"),
    ]

    /// What an action is called; one that has no name here is shown as it stands in the trail.
    static func actionName(_ action: String, _ language: Language) -> String { actions[action]?(language) ?? action }
}
