import SystemPackage

/// Whether the kernel puts an idle scanner to sleep, from which many do not wake.
struct PowerSavingCheck: Check {
    let name = "power_saving"

    func findings(at station: Examination) async -> [Finding] {
        let asleep = station.machine.usbScanners().filter { scanner in
            let power = scanner.folder.appending("power")
            let delay = station.machine.text(power.appending("autosuspend_delay_ms")).flatMap { Int($0) } ?? 0
            return station.machine.text(power.appending("control")) == "auto" && delay >= 0
        }
        guard !asleep.isEmpty else {
            return [
                .ok(
                    "power_saving", vi: "Máy quét USB không bị tiết kiệm điện.",
                    en: "No USB scanner is put to sleep to save power.")
            ]
        }
        return asleep.map { scanner in
            .warning(
                "power_saving_on", vi: "Máy này cho máy quét \(scanner.name) ngủ để tiết kiệm điện.",
                en: "This PC puts the scanner \(scanner.name) to sleep to save power.",
                fix: .init(
                    vi:
                        "Tắt ngay: echo on > \(scanner.folder)/power/control; để mãi: quy tắc udev của gói "
                        + "sohoa-agent.",
                    en:
                        "Now: echo on > \(scanner.folder)/power/control; for good: the udev rule of the "
                        + "package sohoa-agent."
                ))
        }
    }
}
