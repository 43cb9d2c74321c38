import Scanning

/// Whether SANE finds a scanner, and the one that is to be used.
struct ScannerCheck: Check {
    let name = "scanner"

    func findings(at station: Examination) async -> [Finding] {
        let found = await station.scanners()
        guard !found.isEmpty else {
            return [
                .error(
                    "scanner_none", vi: "Không tìm thấy máy quét nào.", en: "No scanner is found.",
                    fix: .init(
                        vi:
                            "Bật máy quét, kiểm tra dây, xem các mục về máy quét ở trên; máy quét mạng: ghi "
                            + "địa chỉ vào /etc/sane.d/",
                        en:
                            "Switch it on, check its cable, see what is said of scanners above; one of the "
                            + "network: put its address into /etc/sane.d/"
                    ))
            ]
        }
        if let chosen = station.setup.scanner, !found.contains(where: { $0.name == chosen }) {
            return [
                .warning(
                    "scanner_other", vi: "Không thấy máy quét đã đặt (\(chosen)); thấy: \(found[0].summary).",
                    en: "The scanner that is set (\(chosen)) is not found; found is \(found[0].summary).",
                    fix: .init(
                        vi: "Sửa hoặc bỏ \"scanner\" trong /etc/sohoa/agent.json: tên USB đổi mỗi lần cắm lại.",
                        en:
                            "Mend or remove \"scanner\" in /etc/sohoa/agent.json: names of USB scanners "
                            + "change with each plugging in."
                    ))
            ]
        }
        return found.map {
            .ok("scanner", vi: "Tìm thấy máy quét: \($0.summary).", en: "A scanner is found: \($0.summary).")
        }
    }
}
