/// The administrator's list of accounts.
extension Texts {
    static let accounts: [String: Text] = [
        "newAccount": Text("Tạo tài khoản", "New account"),
        "displayName": Text("Họ và tên", "Name"),
        "usernameRule": Text(
            "Chữ thường không dấu, chữ số, dấu chấm hoặc gạch ngang; không đổi được về sau.",
            "Lower-case letters without marks, digits, dots or hyphens; it never changes."),
        "scopeRule": Text(
            "Gồm đơn vị được chọn và các đơn vị trực thuộc.", "The office chosen and those below it."),
        "createAccount": Text("Tạo tài khoản", "Make the account"),
        "state": Text("Trạng thái", "State"),
        "changeAccount": Text("Sửa", "Change"),
        "accountDetails": Text("Thông tin tài khoản", "The account"),
        "saveAccount": Text("Lưu thay đổi", "Save"),
        "createdAt": Text("Ngày tạo", "Made"),
        "resetPassword": Text("Đặt lại mật khẩu", "Reset the password"),
        "resetAbout": Text(
            "Cấp một mật khẩu tạm, chỉ hiện một lần; người dùng phải đổi khi đăng nhập. Mọi phiên đang mở sẽ kết thúc.",
            "Gives a temporary password, shown once, to be changed at the next sign-in. All sessions end."),
        "disableAccount": Text("Khóa tài khoản", "Disable the account"),
        "disableAbout": Text(
            "Không đăng nhập được nữa và mọi phiên đang mở kết thúc ngay. Tài khoản và nhật ký vẫn được giữ.",
            "No more sign-ins, and open sessions end at once. The account and its trail are kept."),
        "enableAccount": Text("Mở lại tài khoản", "Enable the account"),
        "removeSecondFactor": Text("Gỡ xác thực hai lớp", "Remove the second factor"),
        "removeSecondFactorAbout": Text(
            "Dùng khi người dùng mất điện thoại và hết mã dự phòng.",
            "For whoever lost the phone and the recovery codes."),
        "temporaryPassword": Text("Mật khẩu tạm", "Temporary password"),
        "temporaryAbout": Text(
            "Chỉ hiện một lần. Hãy trao cho người dùng qua kênh an toàn; hệ thống sẽ yêu cầu đổi khi đăng nhập.",
            "Shown once. Give it to its owner by a safe way; it has to be changed at the first sign-in."),
        "allAccounts": Text("Tất cả tài khoản", "All accounts"),
        "accountsEmpty": Text("Chưa có tài khoản nào.", "There are no accounts."),
        "rolesTitle": Text("Vai trò được làm gì", "What each role may do"),
        "trailOfAccount": Text("Xem nhật ký của tài khoản này", "See this account's audit trail"),
    ]

    static let stateActive = Text("Đang dùng", "Active")
    static let stateDisabled = Text("Đã khóa", "Disabled")
    static let stateTemporary = Text("Chờ đổi mật khẩu", "Password to be changed")
    static let stateLocked = Text("Tạm khóa do nhập sai", "Locked after wrong attempts")
    static let newAccountTitle = Text("Tạo tài khoản", "New account")
    static let temporaryTitle = Text("Mật khẩu tạm", "Temporary password")
    static let never = Text("Chưa lần nào", "Never")
    static let accountSaved = Text("Đã lưu thay đổi.", "Saved.")
    static let accountDisabled = Text("Đã khóa tài khoản.", "The account is disabled.")
    static let accountEnabled = Text("Đã mở lại tài khoản.", "The account is enabled.")
    static let badUsername = Text(
        "Tên đăng nhập gồm 2 đến 32 ký tự: chữ thường không dấu, chữ số, dấu chấm, gạch ngang, gạch dưới; bắt đầu bằng "
            + "chữ cái.",
        "A username has 2 to 32 characters: lower-case letters, digits, dots, hyphens, underscores; a letter first.")
    static let usernameTaken = Text(
        "Tên đăng nhập này đã có, có thể là của tài khoản đã khóa. Hãy chọn tên khác.",
        "This username is taken, perhaps by a disabled account. Choose another.")
    static let badDisplayName = Text(
        "Hãy nhập họ và tên, nhiều nhất 200 ký tự.", "Enter a name of at most 200 characters.")
    static let badRole = Text("Hãy chọn vai trò.", "Choose a role.")
    static let scopeMissing = Text("Vai trò này cần một đơn vị.", "This role needs an office.")
    static let scopeBeyond = Text(
        "Đơn vị này nằm ngoài phạm vi của bạn.", "This office is beyond your own scope.")
    static let lastAdministrator = Text(
        "Đây là quản trị toàn tỉnh cuối cùng. Hãy tạo một quản trị khác trước.",
        "This is the last administrator of the whole province. Make another one first.")
    static let notYourself = Text(
        "Không tự sửa vai trò, khóa hay đặt lại tài khoản của mình được. Hãy nhờ một quản trị khác.",
        "Nobody changes the role of, disables or resets their own account. Ask another administrator.")
    static let chooseRole = Text("Chọn vai trò…", "Choose a role…")
}
