import FoundationEssentials
import Spool

/// What waits for the province, and what keeps it.
struct QueueCheck: Check {
    let name = "queue"

    /// Hours after which a submission that waits is worth a warning, and an error.
    static let (warningHours, errorHours) = (24, 7 * 24)

    func findings(at station: Examination) async -> [Finding] {
        // A spool that cannot be opened is told by its own check.
        guard let spool = try? station.spool(), let health = try? await spool.queueHealth() else {
            return [.ok("queue_none", vi: "Không có hàng đợi.", en: "There is no queue.")]
        }
        var findings: [Finding] = []
        if let problem = try? await spool.stationProblem() {
            findings.append(
                .error(
                    "queue_station_problem", vi: "Cả trạm bị dừng gửi: \(problem)",
                    en: "Delivery of the whole station has stopped: \(problem)",
                    fix: .init(
                        vi: "Xin mã ghi danh mới rồi chạy: sohoa-agent enroll --again --token -; không mất hồ sơ nào.",
                        en: "Ask for a new join token and run: sohoa-agent enroll --again --token -; nothing is lost."))
            )
        }
        if (try? await spool.isPaused) == true {
            findings.append(
                .warning(
                    "queue_paused", vi: "Đang tạm dừng tải lên.", en: "Delivery is paused.",
                    fix: .init(
                        vi: "Cho gửi tiếp: sohoa-agent queue resume", en: "Let it go on: sohoa-agent queue resume")))
        }
        if health.refused > 0 {
            findings.append(
                .warning(
                    "queue_refused", vi: "\(health.refused) hồ sơ bị tỉnh từ chối và chưa niêm phong lại.",
                    en: "\(health.refused) dossiers were refused by the province and not sealed again.",
                    fix: .init(
                        vi: "Xem lý do: sohoa-agent queue list; sửa rồi niêm phong lại: sohoa-agent seal MÃ --again",
                        en: "See why: sohoa-agent queue list; mend it, and seal anew: sohoa-agent seal CODE --again")))
        }
        let hours = health.oldestWaiting.map { Int(Date().timeIntervalSince($0) / 3600) } ?? 0
        if hours >= Self.warningHours {
            let (vi, en) = (
                "Hồ sơ chờ lâu nhất đã \(hours) giờ chưa gửi xong.",
                "The submission that waits longest has waited for \(hours) hours."
            )
            let fix = Finding.Fix(
                vi: "Xem các mục về mạng ở dưới; thử lại ngay: sohoa-agent queue retry",
                en: "See what is said of the network below; try again now: sohoa-agent queue retry")
            findings.append(
                hours >= Self.errorHours
                    ? .error("queue_stuck", vi: vi, en: en, fix: fix) : .warning("queue_old", vi: vi, en: en, fix: fix))
        }
        let (vi, en) = (
            "\(health.waiting) lần gửi đang chờ, \(health.bytesWaiting >> 20) MiB.",
            "\(health.waiting) submissions wait, \(health.bytesWaiting >> 20) MiB."
        )
        return findings + [.ok("queue", vi: vi, en: en)]
    }
}
