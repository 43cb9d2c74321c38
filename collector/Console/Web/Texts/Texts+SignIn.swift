/// Signing in.
extension Texts {
    static let signIn: [String: Text] = [
        "signInTitle": Text("Đăng nhập", "Sign in"),
        "signInLead": Text(
            "Trang theo dõi số hóa hồ sơ thủ tục hành chính của tỉnh.",
            "The province's page to follow the digitisation of its dossiers."),
        "username": Text("Tên đăng nhập", "Username"),
        "password": Text("Mật khẩu", "Password"),
        "signInButton": Text("Đăng nhập", "Sign in"),
        "signInHelp": Text(
            "Quên mật khẩu? Quản trị cấp tỉnh đặt lại được.",
            "Forgotten the password? The provincial administrator can reset it."),
        "codeTitle": Text("Xác thực lớp thứ hai", "Second factor"),
        "codeLead": Text(
            "Nhập mã 6 chữ số đang hiện trong ứng dụng xác thực trên điện thoại, hoặc một mã dự phòng.",
            "Enter the 6 digits that your authenticator app shows, or a recovery code."),
        "code": Text("Mã xác thực", "Code"),
        "codeButton": Text("Tiếp tục", "Go on"),
        "startOver": Text("Đăng nhập bằng tài khoản khác", "Sign in as somebody else"),
    ]

    static let signInTitle = Text("Đăng nhập", "Sign in")
    static let wrongPassword = Text(
        "Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra bộ gõ tiếng Việt và phím Caps Lock rồi thử lại.",
        "The username or the password is wrong. Check the keyboard and Caps Lock, then try again.")
    static let wrongCode = Text(
        "Mã không đúng hoặc đã được dùng. Hãy chờ mã mới rồi nhập lại.",
        "The code is wrong or was used. Wait for the next one and try again.")

    static func waits(_ seconds: Int) -> Text {
        let wait = tryAgain(after: seconds)
        return Text(
            "Đã nhập sai quá nhiều lần. \(wait.vietnamese)", "There were too many wrong attempts. \(wait.english)")
    }
}
