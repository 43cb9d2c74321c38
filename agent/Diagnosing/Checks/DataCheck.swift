/// The station's own folder: there, and the service's.
struct DataCheck: Check {
    let name = "data"

    func findings(at station: Examination) async -> [Finding] {
        let data = station.setup.data
        let account = station.account
        guard let status = FileStatus(data) else {
            return [
                .error(
                    "data_missing", vi: "Không có thư mục dữ liệu \(data).",
                    en: "There is no data directory \(data).",
                    fix: .init(
                        vi:
                            "Khởi động dịch vụ một lần: systemctl start sohoa-agent; hoặc sửa \"data\" trong "
                            + "/etc/sohoa/agent.json.",
                        en:
                            "Start the service once: systemctl start sohoa-agent; or mend \"data\" in "
                            + "/etc/sohoa/agent.json."
                    ))
            ]
        }
        guard account.mayUse(status) else {
            return [
                .error(
                    "data_not_ours", vi: "Tài khoản \(account.name) không đọc và ghi được \(data).",
                    en: "The account \(account.name) cannot read and write \(data).",
                    fix: .init(
                        vi: "Trả lại quyền sở hữu: chown -R \(Account.serviceName): \(data)",
                        en: "Give it back to the service: chown -R \(Account.serviceName): \(data)"))
            ]
        }
        guard status.mode & 0o077 == 0 else {
            return [
                .warning(
                    "data_open", vi: "Người dùng khác của máy đọc được \(data), nơi có giấy tờ của công dân.",
                    en: "Other users of this PC can look into \(data), where citizens' papers are.",
                    fix: .init(vi: "Đóng lại: chmod 700 \(data)", en: "Close it: chmod 700 \(data)"))
            ]
        }
        return [.ok("data", vi: "Thư mục dữ liệu \(data).", en: "The data directory is \(data).")]
    }
}
