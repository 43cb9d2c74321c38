import Exchange
import Registry

/// What is done about stations: join tokens, settings from afar, one station's page.
extension Texts {
    static let tokensTitle = Text("Mã ghi danh", "Join tokens")
    static let farSettingsTitle = Text("Cài đặt từ xa", "Settings from afar")

    static let fleet: [String: Text] = [
        "stationPages": Text("Trang về trạm quét", "Pages about stations"),
        "tokensLead": Text(
            "Mỗi mã ghi danh dùng được một lần, cho một máy của một đơn vị. Máy được thay cũng cần mã mới.",
            "A join token is good once, for one PC of one office. A PC that takes another's place needs one too."),
        "issueToken": Text("Cấp mã", "Issue a token"),
        "issueTokenTitle": Text("Cấp mã ghi danh", "Issue a join token"),
        "goodFor": Text("Dùng được trong", "Good for"),
        "tokenName": Text("Tên mã", "Token"),
        "issuedWhen": Text("Người cấp", "Issued"),
        "expiresWhen": Text("Hết hạn", "Expires"),
        "revokeToken": Text("Thu hồi", "Revoke"),
        "noTokens": Text("Chưa cấp mã nào.", "No tokens yet."),
        "tokenIssuedAbout": Text(
            "Chỉ hiện một lần. Nhập mã này khi cài gói sohoa-agent, hoặc chạy trên máy trạm:",
            "Shown once. Enter it when the package sohoa-agent is installed, or run at the PC:"),
        "allTokens": Text("Tất cả mã ghi danh", "All join tokens"),
        "allStationsBack": Text("Tất cả trạm quét", "All stations"),
        "toldLast": Text("Trạm báo gần nhất", "What the station told last"),
        "toldNothing": Text("Trạm chưa báo tình trạng lần nào.", "The station has told nothing yet."),
        "revokeStation": Text("Thu hồi trạm quét", "Revoke the station"),
        "revokeStationAbout": Text(
            "Máy này không gửi được nữa cho đến khi ghi danh lại bằng mã mới; hồ sơ chưa gửi vẫn nằm trên máy. Hồ sơ đã "
                + "nhận vẫn có giá trị.",
            "This PC delivers nothing more until it enrols again with a new token; what it has not sent stays there. What "
                + "was received stays valid."),
        "settingsLead": Text(
            "Trạm nhận ở lần liên lạc kế tiếp, chậm nhất 15 phút khi máy bật. Cài đặt gần nhất được dùng: của đơn vị, rồi "
                + "đơn vị cấp trên, rồi toàn tỉnh. Điều đặt trên chính máy trạm được ưu tiên.",
            "Stations get them at their next contact, within 15 minutes while they are on. The nearest holds: the "
                + "office's, then those above it, then the province's. What is set on a PC itself goes before them."),
        "nowSet": Text("Đang đặt", "What is set"),
        "nothingIsSet": Text("Chưa đặt gì.", "Nothing is set."),
        "bandwidth": Text("Băng thông gửi hồ sơ", "Bandwidth for delivery"),
        "bandwidthHint": Text(
            "Khung giờ và kbit/s, ví dụ 07:00-17:00=256, 17:00-22:00=1000; 0 là không gửi trong giờ đó. Để trống: không "
                + "đặt.",
            "Hours and kbit/s, such as 07:00-17:00=256, 17:00-22:00=1000; 0 sends nothing then. Empty: not set."),
        "firstQuality": Text("Chất lượng quét chọn sẵn", "Quality offered first"),
        "officersField": Text("Cán bộ", "Officers"),
        "officersHint": Text(
            "Mỗi dòng một người: tên tài khoản; họ và tên; cán bộ hoặc quản lý. Thêm “; nghỉ” nếu người đó không còn làm. "
                + "Cán bộ mới được người quản lý tại trạm cấp mã PIN. Để trống: không đặt.",
            "One a line: account; name; officer or manager. Add “; gone” for one who left. New officers get a PIN from a "
                + "manager at the station. Empty: not set."),
        "saveSettings": Text("Đặt", "Set"),
        "clearSettings": Text("Bỏ cài đặt này", "Take this back"),
        "setFor": Text("Đặt cho", "Set for"),
        "changeScope": Text("Chọn", "Choose"),
        "setWhen": Text("Người đặt", "Set by"),
    ]

    static let chooseOffice = Text("Chọn đơn vị", "Choose an office")
    static let officeMissing = Text("Hãy chọn đơn vị của máy.", "Choose the office of the PC.")
    static let tokenOfficeClosed = Text(
        "Đơn vị này đã đóng hoặc không còn trong danh sách. Hãy chọn đơn vị kế thừa.",
        "This office is closed or not in the list. Choose the one that took it over.")
    static let tokenIssued = Text("Mã ghi danh mới", "New join token")
    static let tokenRevoked = Text("Đã thu hồi mã.", "The token is revoked.")
    static let tokenWasUsed = Text(
        "Mã này đã dùng rồi: máy đã ghi danh vẫn hoạt động. Muốn ngừng, hãy thu hồi trạm quét đó.",
        "This token was used already: its PC stays enrolled. To stop that, revoke the station.")
    static let stationRevoked = Text("Đã thu hồi trạm quét.", "The station is revoked.")
    static let settingsSet = Text(
        "Đã đặt. Trạm quét nhận ở lần liên lạc kế tiếp.", "Set. Stations get it at their next contact.")
    static let settingsCleared = Text("Đã bỏ cài đặt.", "Taken back.")
    static let nothingSet = Text(
        "Chưa nhập gì để đặt. Muốn bỏ cài đặt đang có, bấm “Bỏ cài đặt này”.",
        "There is nothing to set. To take back what stands, use “Take this back”.")
    static let leftOpen = Text("Không đặt", "Not set")
    static let (roleOfficer, roleManager) = (Text("cán bộ", "officer"), Text("quản lý", "manager"))
    static let officerGone = Text("nghỉ", "gone")

    static func daysGood(_ days: Int) -> Text { Text("\(days) ngày", days == 1 ? "1 day" : "\(days) days") }

    static func state(of token: JoinToken.State) -> (Text, String) {
        switch token {
        case .open: (Text("Chưa dùng", "Open"), "good")
        case .used: (Text("Đã dùng", "Used"), "")
        case .revoked: (Text("Đã thu hồi", "Revoked"), "bad")
        case .expired: (Text("Hết hạn", "Expired"), "wait")
        }
    }

    static func state(of standing: StationRecord.Standing) -> (Text, String) {
        switch standing {
        case .active: (Text("Đang hoạt động", "Active"), "good")
        case .revoked: (Text("Đã thu hồi", "Revoked"), "bad")
        case .replaced: (Text("Đã thay bằng máy khác", "Replaced"), "wait")
        }
    }

    static func quality(_ profile: String) -> Text {
        switch profile {
        case "fine": Text("Nét cao (300 dpi, màu)", "Fine (300 dpi, colour)")
        case "text": Text("Văn bản (200 dpi, xám)", "Text (200 dpi, grey)")
        default: Text("Thông thường (200 dpi, màu)", "Standard (200 dpi, colour)")
        }
    }

    static func badOfficerLine(_ number: Int) -> Text {
        Text(
            "Cán bộ, dòng \(number): hãy viết tên tài khoản; họ và tên; cán bộ hoặc quản lý.",
            "Officers, line \(number): write account; name; officer or manager.")
    }

    static func fault(_ fault: StationSettings.Fault) -> Text {
        switch fault {
        case .timetable(let text):
            Text(
                "“\(text)” không phải khung giờ băng thông. Hãy viết như 07:00-17:00=256 (kbit/s).",
                "“\(text)” is no timetable. Write hours and kbit/s like 07:00-17:00=256.")
        case .profile(let name): Text("Không có chất lượng “\(name)”.", "There is no quality “\(name)”.")
        case .tooManyOfficers:
            Text(
                "Nhiều nhất \(StationSettings.maximumOfficers) cán bộ.",
                "There can be \(StationSettings.maximumOfficers) officers at most.")
        case .officer(let name):
            Text(
                "Cán bộ “\(name)”: tên tài khoản gồm chữ không dấu, chữ số và . - _ @, nhiều nhất 64 ký tự; họ và tên "
                    + "nhiều nhất 200 ký tự.",
                "Officer “\(name)”: an account has letters without marks, digits and . - _ @, 64 at most; a name 200 "
                    + "characters at most.")
        case .officerTwice(let name):
            Text("Cán bộ “\(name)” được nêu hai lần.", "Officer “\(name)” is named twice.")
        }
    }
}
