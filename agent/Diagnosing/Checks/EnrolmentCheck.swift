import Exchange
import Uplink

/// Whether the station is enrolled, and the collector takes its word.
struct EnrolmentCheck: Check {
    let name = "enrolment"

    func findings(at station: Examination) async -> [Finding] {
        let again = Finding.Fix(
            vi: "Xin mã ghi danh rồi chạy: sohoa-agent enroll --again --token -; không mất hồ sơ nào.",
            en: "Ask for a join token and run: sohoa-agent enroll --again --token -; nothing is lost.")
        switch await station.line.evidence().admission {
        case .notEnrolled:
            return [
                .error(
                    "enrolment_none", vi: "Trạm chưa ghi danh.", en: "The station is not enrolled.",
                    fix: .init(
                        vi: "Xin mã ghi danh rồi chạy: sohoa-agent enroll --collector https://… --token -",
                        en: "Ask for a join token and run: sohoa-agent enroll --collector https://… --token -"))
            ]
        case .unreadable(let reason):
            return [
                .error(
                    "enrolment_unreadable", vi: "Không đọc được khóa của trạm: \(reason)",
                    en: "The station's key cannot be read: \(reason)", fix: again)
            ]
        case .admitted:
            return [
                .ok("enrolment", vi: "Máy chủ tỉnh công nhận trạm này.", en: "The collector takes this station's word.")
            ]
        case .refused(.problem(let problem, _)):
            return [
                .error(
                    "enrolment_refused", vi: "Máy chủ tỉnh không công nhận trạm này (\(problem.code)).",
                    en: "The collector does not take this station's word (\(problem.code)).", fix: again)
            ]
        case .refused, .unknown:
            return [
                .ok(
                    "enrolment_unasked", vi: "Trạm đã ghi danh; chưa hỏi được máy chủ tỉnh.",
                    en: "The station is enrolled; the collector could not be asked.")
            ]
        }
    }
}
