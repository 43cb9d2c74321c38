import SystemPackage

/// Which of SANE's drivers are switched on, and whether this PC gives its scanner away.
struct ScannerDriverCheck: Check {
    let name = "scanner_drivers"

    func findings(at station: Examination) async -> [Finding] {
        let machine = station.machine
        let folder = machine.path("etc/sane.d")
        let main = machine.settings(in: folder.appending("dll.conf"))
        let added = machine.names(in: folder.appending("dll.d")).flatMap {
            machine.settings(in: folder.appending("dll.d").appending($0)) ?? []
        }
        let drivers = (main ?? []) + added
        guard !drivers.isEmpty else {
            return [
                .error(
                    "scanner_no_drivers", vi: "Không trình điều khiển máy quét nào được bật trong \(folder)/dll.conf.",
                    en: "No scanner driver is switched on in \(folder)/dll.conf.",
                    fix: .init(
                        vi:
                            "Cài lại cấu hình gốc: apt install --reinstall -o "
                            + "Dpkg::Options::=--force-confmiss libsane-common",
                        en:
                            "Put the original back: apt install --reinstall -o "
                            + "Dpkg::Options::=--force-confmiss libsane-common"
                    ))
            ]
        }
        // What saned lets in: addresses and names; its own options have an equals sign.
        let guests = (machine.settings(in: folder.appending("saned.conf")) ?? []).filter {
            !$0.contains("=") && !["localhost", "127.0.0.1", "::1", "[::1]"].contains($0)
        }
        guard guests.isEmpty else {
            return [
                .warning(
                    "scanner_shared", vi: "Máy này cho máy khác dùng chung máy quét (\(folder)/saned.conf).",
                    en: "This PC lets others use its scanner (\(folder)/saned.conf).",
                    fix: .init(
                        vi:
                            "Nếu không cố ý, xóa các địa chỉ trong saned.conf và tắt: systemctl disable "
                            + "--now saned.socket",
                        en:
                            "If that is not meant, take the addresses out of saned.conf and: systemctl "
                            + "disable --now saned.socket"
                    ))
            ]
        }
        return [
            .ok(
                "scanner_drivers", vi: "\(drivers.count) trình điều khiển máy quét được bật.",
                en: "\(drivers.count) scanner drivers are switched on.")
        ]
    }
}
