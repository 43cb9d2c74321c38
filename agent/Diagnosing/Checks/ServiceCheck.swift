import SystemPackage

/// Whether the service runs on this data.
struct ServiceCheck: Check {
    let name = "service"

    func findings(at station: Examination) async -> [Finding] {
        if let holder = station.machine.lockHolder(of: station.setup.data.appending("run.lock")) {
            return [.ok("service", vi: "Dịch vụ đang chạy (\(holder)).", en: "The service is running (\(holder)).")]
        }
        return [
            .error(
                "service_stopped", vi: "Dịch vụ sohoa-agent không chạy: không có trang quét, không gửi gì.",
                en: "The service sohoa-agent does not run: there is no officer's page, and nothing is delivered.",
                fix: .init(
                    vi:
                        "Khởi động: systemctl enable --now sohoa-agent; nếu nó dừng lại, xem: journalctl -u "
                        + "sohoa-agent -n 50",
                    en:
                        "Start it: systemctl enable --now sohoa-agent; if it stops again, see: journalctl -u "
                        + "sohoa-agent -n 50"
                ))
        ]
    }
}
