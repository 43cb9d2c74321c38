import Uplink

/// Whether the collector answers, and that it is one.
struct CollectorCheck: Check {
    let name = "collector"

    func findings(at station: Examination) async -> [Finding] {
        let evidence = await station.line.evidence()
        guard let url = evidence.url else { return [.nothingToAsk] }
        if let health = evidence.health {
            return [
                .ok(
                    "collector", vi: "Máy chủ tỉnh \(url) trả lời (phiên bản \(health.version)).",
                    en: "The collector \(url) answers (version \(health.version)).")
            ]
        }
        let nothingLost = Finding.Fix(
            vi: "Kiểm tra mạng và tường lửa tới địa chỉ đó; hồ sơ vẫn an toàn trên máy này và sẽ tự gửi khi có mạng.",
            en: "Check the network and firewalls to that address; dossiers are safe on this PC and go when it is back.")
        switch evidence.answer {
        case .success(let response)?:
            return [
                .error(
                    "collector_stranger", vi: "Ở \(url) có chương trình khác trả lời (HTTP \(response.status)).",
                    en: "Something other than the collector answers at \(url) (HTTP \(response.status)).",
                    fix: .init(
                        vi: "Kiểm tra địa chỉ; nếu mạng đòi đăng nhập, mở một trang web để đăng nhập mạng.",
                        en: "Check the address; if the network asks for a login, open any web page and sign in."))
            ]
        case .failure(let error)?:
            return [
                .error(
                    "collector_unreachable", vi: "Không tới được máy chủ tỉnh \(url): \(error)",
                    en: "The collector \(url) is not reached: \(error)", fix: nothingLost)
            ]
        case nil: return [.nothingToAsk]
        }
    }
}
