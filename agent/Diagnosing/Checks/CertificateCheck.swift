import Dossiers
import FoundationEssentials
import SystemPackage
import Uplink

/// The collector's certificate: trusted, and for how long still.
struct CertificateCheck: Check {
    let name = "certificate"

    /// Days before its end from which a certificate is worth a warning.
    static let warningDays = 21

    func findings(at station: Examination) async -> [Finding] {
        let evidence = await station.line.evidence()
        guard let url = evidence.url else { return [.nothingToAsk] }
        if let file = station.setup.caFile, station.machine.text(FilePath(file))?.contains("BEGIN CERTIFICATE") != true
        {
            return [
                .error(
                    "certificate_ca_file", vi: "Tệp chứng thư thêm \(file) không đọc được hoặc không có chứng thư nào.",
                    en: "The file of added certificates \(file) cannot be read, or holds none.",
                    fix: .init(
                        vi: "Đặt tệp PEM vào đó (chmod 644), hoặc bỏ \"ca-file\" trong /etc/sohoa/agent.json.",
                        en: "Put a PEM file there (chmod 644), or remove \"ca-file\" from /etc/sohoa/agent.json."))
            ]
        }
        guard url.hasPrefix("https") else {
            return [
                .ok(
                    "certificate_none", vi: "Máy chủ ở ngay máy này, không cần TLS.",
                    en: "The collector is on this PC and needs no TLS.")
            ]
        }
        // By the collector's clock where it is known: this PC's may be what is wrong.
        let now = Date().addingTimeInterval(Double(evidence.clockOffset ?? 0))
        let expired = evidence.certificates.first { $0.validUntil.map { $0 < now } ?? false }
        let early = evidence.certificates.first { $0.validFrom.map { $0 > now } ?? false }
        if case .untrusted(let detail)? = evidence.failure {
            if let early {
                return [
                    .error(
                        "certificate_not_yet", vi: "Theo giờ máy này, chứng thư \(early.subject) chưa có hiệu lực.",
                        en: "By this PC's clock the certificate \(early.subject) is not valid yet.",
                        fix: .init(
                            vi: "Đặt lại ngày giờ: timedatectl set-ntp true",
                            en: "Set the clock: timedatectl set-ntp true"))
                ]
            }
            if let expired, let end = expired.validUntil {
                return [
                    .error(
                        "certificate_expired",
                        vi: "Chứng thư \(expired.subject) của máy chủ tỉnh hết hạn ngày \(Self.day(end)).",
                        en: "The collector's certificate \(expired.subject) expired on \(Self.day(end)).",
                        fix: .init(
                            vi: "Nếu giờ máy này đúng, báo tỉnh gia hạn chứng thư; máy này không cần sửa gì.",
                            en: "If this PC's clock is right, have the province renew it; nothing is to be done here."))
                ]
            }
            let issuer = evidence.certificates.last?.issuer ?? "?"
            return [
                .error(
                    "certificate_untrusted",
                    vi: "Không tin cậy chứng thư của máy chủ tỉnh; nơi cấp: \(issuer) (\(detail)).",
                    en: "The collector's certificate is not trusted; its issuer is \(issuer) (\(detail)).",
                    fix: .init(
                        vi:
                            "Xin chứng thư của nơi cấp (PEM) và đặt \"ca-file\" trong /etc/sohoa/agent.json; "
                            + "nếu nơi cấp lạ, có thiết bị chen giữa đường.",
                        en:
                            "Ask for the issuer's certificate (PEM) and set \"ca-file\" in "
                            + "/etc/sohoa/agent.json; a strange issuer means that something on the way looks in."
                    ))
            ]
        }
        guard let own = evidence.certificates.first, let end = own.validUntil else {
            return [.ok("certificate_unseen", vi: "Chưa xem được chứng thư.", en: "No certificate was seen.")]
        }
        let days = Int(end.timeIntervalSince(now) / 86_400)
        guard days >= Self.warningDays else {
            return [
                .warning(
                    "certificate_ending", vi: "Chứng thư của máy chủ tỉnh còn \(days) ngày.",
                    en: "The collector's certificate holds for \(days) more days.",
                    fix: .init(vi: "Báo tỉnh gia hạn chứng thư.", en: "Tell the province to renew it."))
            ]
        }
        return [
            .ok(
                "certificate", vi: "Chứng thư \(own.subject), nơi cấp \(own.issuer), đến ngày \(Self.day(end)).",
                en: "The certificate is \(own.subject), issued by \(own.issuer), valid until \(Self.day(end)).")
        ]
    }

    private static func day(_ date: Date) -> String {
        // In Việt Nam, seven hours ahead.
        "\(CalendarDay(number: Int((date.timeIntervalSince1970 + 25_200) / 86_400)))"
    }
}
