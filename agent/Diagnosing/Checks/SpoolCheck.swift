import Spool
import SystemPackage

/// The spool: readable, whole, and nothing put aside as damaged.
struct SpoolCheck: Check {
    let name = "spool"

    func findings(at station: Examination) async -> [Finding] {
        let spool: Spool
        do {
            guard let found = try station.spool() else {
                return [
                    .warning(
                        "spool_none", vi: "Máy này chưa quét gì và chưa ghi danh.",
                        en: "Nothing was scanned here, and the station was never enrolled.",
                        fix: .init(
                            vi: "Ghi danh: sohoa-agent enroll --collector https://… --token -",
                            en: "Enrol it: sohoa-agent enroll --collector https://… --token -"))
                ]
            }
            spool = found
        } catch { return [unreadable("\(error)")] }
        let unclaimed: Int
        do {
            if let fault = try await spool.fault() { return [unreadable(fault)] }
            unclaimed = try await spool.unclaimedPages().count
        } catch { return [unreadable("\(error)")] }
        guard unclaimed == 0 else {
            return [
                .warning(
                    "spool_unclaimed",
                    vi: "\(unclaimed) trang trên máy không thuộc hồ sơ nào: sổ của kho đã mất và được lập lại.",
                    en: "\(unclaimed) pages belong to no dossier: the spool's records were lost and made anew.",
                    fix: .init(
                        vi: "Không xóa gì. Xem các trang: sohoa-agent verify; đưa vào hồ sơ: sohoa-agent import",
                        en:
                            "Delete nothing. See which: sohoa-agent verify; take them into their dossiers: "
                            + "sohoa-agent import"))
            ]
        }
        let aside = station.machine.names(in: station.setup.data.appending("pages/quarantine")).count
        guard aside == 0 else {
            return [
                .warning(
                    "spool_quarantine", vi: "\(aside) trang bị hỏng trên đĩa đã được để riêng.",
                    en: "\(aside) pages went bad on the disk and were put aside.",
                    fix: .init(
                        vi: "Xem hồ sơ nào: sohoa-agent verify; quét lại trang đó, và kiểm tra ổ đĩa: smartctl -a",
                        en:
                            "See which dossiers: sohoa-agent verify; scan those pages again, and check the "
                            + "disk: smartctl -a"
                    ))
            ]
        }
        return [.ok("spool", vi: "Kho trên máy đọc được và nguyên vẹn.", en: "The spool is readable and whole.")]
    }

    private func unreadable(_ reason: String) -> Finding {
        .error(
            "spool_damaged", vi: "Kho trên máy không dùng được: \(reason)", en: "The spool cannot be used: \(reason)",
            fix: .init(
                vi: "Dừng dịch vụ, sao thư mục dữ liệu sang ổ khác, rồi gọi hỗ trợ; không xóa gì.",
                en: "Stop the service, copy the data directory to another disk, then call for help; delete nothing."))
    }
}
