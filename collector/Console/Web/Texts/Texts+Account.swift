/// One's own account.
extension Texts {
    static let account: [String: Text] = [
        "role": Text("Vai trò", "Role"),
        "scope": Text("Phạm vi", "Scope"),
        "mayDo": Text("Bạn được", "You may"),
        "lastSignIn": Text("Đăng nhập gần nhất", "Last sign-in"),
        "changePassword": Text("Đổi mật khẩu", "Change the password"),
        "oldPassword": Text("Mật khẩu hiện tại", "Current password"),
        "newPassword": Text("Mật khẩu mới", "New password"),
        "repeatPassword": Text("Nhập lại mật khẩu mới", "New password again"),
        "passwordRule": Text(
            "Từ 10 đến 200 ký tự, khác tên đăng nhập. Một câu ngắn dễ nhớ tốt hơn một từ khó nhớ.",
            "10 to 200 characters, not the username. A short sentence is better than a difficult word."),
        "passwordEndsOthers": Text(
            "Đổi mật khẩu sẽ đăng xuất tài khoản này ở các máy khác.",
            "A new password signs this account out everywhere else."),
        "mustChangeLead": Text(
            "Mật khẩu hiện tại do quản trị cấp. Hãy đặt mật khẩu của riêng bạn để tiếp tục.",
            "An administrator knows your password. Set one of your own to go on."),
        "secondFactor": Text("Xác thực hai lớp", "Second factor"),
        "secondFactorOn": Text("Đang bật", "On"),
        "secondFactorOff": Text("Chưa bật", "Off"),
        "secondFactorAbout": Text(
            "Khi bật, mỗi lần đăng nhập cần thêm mã 6 chữ số từ ứng dụng xác thực trên điện thoại (theo RFC 6238, dùng "
                + "được không cần mạng).",
            "When on, each sign-in also wants 6 digits from an authenticator app on your phone (RFC 6238; it works "
                + "offline)."),
        "recoveryLeft": Text("Mã dự phòng còn lại", "Recovery codes left"),
        "setUp": Text("Bật xác thực hai lớp", "Set the second factor up"),
        "turnOff": Text("Tắt xác thực hai lớp", "Turn the second factor off"),
        "turnOffNeeds": Text("Nhập mật khẩu để tắt.", "Enter your password to turn it off."),
        "setUpTitle": Text("Bật xác thực hai lớp", "Set the second factor up"),
        "setUpStep1": Text(
            "Trong ứng dụng xác thực, chọn thêm tài khoản rồi quét mã này:",
            "In the authenticator app, add an account and scan this code:"),
        "setUpKey": Text(
            "Không quét được? Nhập khóa sau (chọn loại dựa trên thời gian):",
            "Cannot scan it? Type this key (time based):"),
        "setUpLink": Text("Mở bằng ứng dụng trên điện thoại này", "Open in the app on this phone"),
        "setUpStep2": Text("Nhập mã 6 chữ số mà ứng dụng hiện:", "Enter the 6 digits that the app shows:"),
        "setUpConfirm": Text("Xác nhận", "Confirm"),
        "recoveryTitle": Text("Mã dự phòng", "Recovery codes"),
        "recoveryLead": Text(
            "Xác thực hai lớp đã bật. Hãy in hoặc chép lại các mã này và cất ở nơi an toàn; chúng không hiện lại lần "
                + "nữa. Mỗi mã dùng được một lần khi không có điện thoại.",
            "The second factor is on. Print these codes or write them down and keep them safe; they are not shown "
                + "again. Each works once when the phone is not at hand."),
        "done": Text("Tôi đã cất các mã này", "I have put them away"),
    ]

    static let passwordChanged = Text("Đã đổi mật khẩu.", "The password was changed.")
    static let secondFactorRemoved = Text("Đã tắt xác thực hai lớp.", "The second factor is off.")
    static let wrongOldPassword = Text("Mật khẩu hiện tại không đúng.", "The current password is wrong.")
    static let passwordsDiffer = Text("Hai lần nhập không giống nhau.", "The two do not agree.")
    static let setUpTitle = Text("Bật xác thực hai lớp", "Set the second factor up")
    static let setUpPicture = Text("Mã QR cho ứng dụng xác thực", "QR code for the authenticator app")
    static let recoveryTitle = Text("Mã dự phòng", "Recovery codes")
    static let samePassword = Text("Hãy chọn mật khẩu khác mật khẩu hiện tại.", "Choose another than the current one.")

    static func weakness(_ weakness: PasswordWeakness) -> Text {
        switch weakness {
        case .tooShort:
            Text(
                "Mật khẩu phải có ít nhất \(PasswordWeakness.shortest) ký tự.",
                "A password has at least \(PasswordWeakness.shortest) characters.")
        case .tooLong:
            Text(
                "Mật khẩu có nhiều nhất \(PasswordWeakness.longest) ký tự.",
                "A password has at most \(PasswordWeakness.longest) characters.")
        case .isUsername:
            Text("Mật khẩu không được trùng với tên đăng nhập.", "The password must not be the username.")
        case .oneCharacter:
            Text("Mật khẩu không được gồm toàn một ký tự.", "The password must not be one character repeated.")
        }
    }
}
