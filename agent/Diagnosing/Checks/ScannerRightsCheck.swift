/// Whether the service may open the USB scanners.
struct ScannerRightsCheck: Check {
    let name = "scanner_rights"

    func findings(at station: Examination) async -> [Finding] {
        let scanners = station.machine.usbScanners()
        guard !scanners.isEmpty else {
            return [
                .ok(
                    "scanner_not_usb", vi: "Không có máy quét USB nào cắm vào máy này.",
                    en: "No USB scanner is plugged into this PC.")
            ]
        }
        return scanners.map { scanner in
            guard let status = FileStatus(scanner.node) else {
                return .error(
                    "scanner_no_node", vi: "Máy quét \(scanner.name) không có tệp thiết bị \(scanner.node).",
                    en: "The scanner \(scanner.name) has no device node \(scanner.node).",
                    fix: .init(
                        vi: "Rút máy quét ra, cắm lại; nếu vẫn vậy: systemctl restart systemd-udevd",
                        en: "Unplug the scanner and plug it in again; if it stays so: systemctl restart systemd-udevd"))
            }
            guard station.account.mayUse(status) else {
                return .error(
                    "scanner_forbidden",
                    vi: "Tài khoản \(station.account.name) không được mở máy quét \(scanner.name) (\(scanner.node)).",
                    en:
                        "The account \(station.account.name) may not open the scanner \(scanner.name) "
                        + "(\(scanner.node)).",
                    fix: .init(
                        vi:
                            "Thêm vào nhóm: adduser \(Account.serviceName) scanner; rồi cắm lại máy quét và: "
                            + "systemctl restart sohoa-agent",
                        en:
                            "Add it to the group: adduser \(Account.serviceName) scanner; then plug the "
                            + "scanner in again and: systemctl restart sohoa-agent"
                    ))
            }
            return .ok(
                "scanner_rights", vi: "Mở được máy quét \(scanner.name).",
                en: "The scanner \(scanner.name) can be opened.")
        }
    }
}
