import Uplink

/// This PC's clock against the collector's.
struct ClockCheck: Check {
    let name = "clock"

    /// Seconds from which delivery still corrects for a wrong clock, but certificates begin to be refused: one day.
    static let errorSeconds = 86_400

    func findings(at station: Examination) async -> [Finding] {
        guard let offset = await station.line.evidence().clockOffset else {
            return [
                .unchecked(
                    "clock_unknown", vi: "Chưa so được đồng hồ với máy chủ tỉnh.",
                    en: "The clock could not be compared with the collector's.")
            ]
        }
        guard abs(offset) > ClockCorrection.tolerance else {
            return [
                .ok("clock", vi: "Đồng hồ đúng (lệch \(offset) giây).", en: "The clock is right (\(offset) s off).")
            ]
        }
        let (vi, en) = (
            "Đồng hồ máy này lệch \(-offset) giây so với máy chủ tỉnh.",
            "This PC's clock is \(-offset) s off the collector's."
        )
        let fix = Finding.Fix(
            vi: "Bật đồng bộ giờ: timedatectl set-ntp true; nếu giờ sai lại sau khi tắt máy, thay pin CMOS.",
            en:
                "Have it set: timedatectl set-ntp true; if it is wrong again after switching off, change the "
                + "CMOS battery."
        )
        return [
            abs(offset) >= Self.errorSeconds
                ? .error("clock_far_off", vi: vi, en: en, fix: fix) : .warning("clock_off", vi: vi, en: en, fix: fix)
        ]
    }
}
