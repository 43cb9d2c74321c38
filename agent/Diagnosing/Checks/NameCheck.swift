import Uplink

/// Whether the collector's name, or the proxy's, can be looked up. Asked by the same library that delivers.
struct NameCheck: Check {
    let name = "dns"

    func findings(at station: Examination) async -> [Finding] {
        let evidence = await station.line.evidence()
        guard evidence.url != nil else { return [.nothingToAsk] }
        if case .unresolved(let detail)? = evidence.failure {
            return [
                .error(
                    "dns_failed", vi: "Không tra được tên máy chủ: \(detail).",
                    en: "The name cannot be looked up: \(detail).",
                    fix: .init(
                        vi: "Kiểm tra dây mạng và DNS trong /etc/resolv.conf: getent hosts TÊN-MÁY-CHỦ",
                        en: "Check the network cable and the DNS in /etc/resolv.conf: getent hosts NAME"))
            ]
        }
        return [.ok("dns", vi: "Tra được tên máy chủ.", en: "The name can be looked up.")]
    }
}

extension Finding {
    /// There is no collector to ask.
    static let nothingToAsk = Finding.unchecked(
        "line_not_asked", vi: "Chưa biết địa chỉ máy chủ tỉnh (thêm --collector https://… để thử).",
        en: "No collector is known yet (add --collector https://… to try one).")
}
