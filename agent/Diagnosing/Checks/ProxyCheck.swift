import Uplink

/// The proxy on the way, where there is one.
struct ProxyCheck: Check {
    let name = "proxy"

    func findings(at station: Examination) async -> [Finding] {
        let evidence = await station.line.evidence()
        guard evidence.url != nil else { return [.nothingToAsk] }
        guard let proxy = evidence.proxy else {
            return [.ok("proxy_none", vi: "Không dùng proxy.", en: "No proxy is used.")]
        }
        let fix = Finding.Fix(
            vi: "Hỏi địa chỉ đúng rồi đặt \"proxy\" trong /etc/sohoa/agent.json, và cho phép kết nối tới máy chủ tỉnh.",
            en:
                "Ask for the right address and set \"proxy\" in /etc/sohoa/agent.json; have it allow the "
                + "collector's address."
        )
        switch evidence.failure {
        case .proxyRefused(407)?:
            return [
                .error(
                    "proxy_login", vi: "Proxy \(proxy) đòi tên và mật khẩu.",
                    en: "The proxy \(proxy) wants a user name and password.",
                    fix: .init(
                        vi:
                            "Ghi tên và mật khẩu vào địa chỉ proxy trong /etc/sohoa/agent.json: "
                            + "http://TÊN:MẬT-KHẨU@máy:3128",
                        en: "Put them into the proxy's address in /etc/sohoa/agent.json: http://NAME:PASSWORD@host:3128"
                    ))
            ]
        case .proxyRefused(let status)?:
            return [
                .error(
                    "proxy_refused", vi: "Proxy \(proxy) không mở đường tới máy chủ tỉnh (\(status)).",
                    en: "The proxy \(proxy) opens no way to the collector (\(status)).", fix: fix)
            ]
        case .unreachable(let detail)?, .unresolved(let detail)?, .silent(let detail)?:
            return [
                .error(
                    "proxy_unreachable", vi: "Qua proxy \(proxy) không tới được đâu: \(detail).",
                    en: "Nothing is reached through the proxy \(proxy): \(detail).", fix: fix)
            ]
        default: return [.ok("proxy", vi: "Đi qua proxy \(proxy).", en: "The way goes through the proxy \(proxy).")]
        }
    }
}
