import Glibc
import SystemPackage

/// Room on the disk.
struct DiskCheck: Check {
    let name = "disk"

    /// Fewer free entries than this, and no file can be made though there is room: a day's pages of a busy office.
    static let minimumEntries = 5000

    func findings(at station: Examination) async -> [Finding] {
        var status = statvfs()
        guard unsafe statvfs(station.setup.data.string, &status) == 0 else {
            return [
                .error(
                    "disk_unknown", vi: "Không hỏi được dung lượng đĩa của \(station.setup.data).",
                    en: "The disk of \(station.setup.data) cannot be asked how full it is.",
                    fix: .init(
                        vi: "Kiểm tra ổ đĩa đã gắn: findmnt -T \(station.setup.data)",
                        en: "See whether the disk is mounted: findmnt -T \(station.setup.data)"))
            ]
        }
        let free = Int(status.f_bavail) * Int(status.f_frsize)
        let minimum = station.setup.minimumFreeBytes
        let (freeMB, minimumMB) = (free >> 20, minimum >> 20)
        let fix = Finding.Fix(
            vi:
                "Xóa tệp không cần (apt clean; thư mục tải về), hoặc để hàng đợi gửi xong; không xóa gì "
                + "trong \(station.setup.data).",
            en:
                "Remove what is not needed (apt clean, downloads), or let the queue be delivered; delete "
                + "nothing in \(station.setup.data)."
        )
        var findings: [Finding] = []
        if free < minimum {
            findings.append(
                .error(
                    "disk_full", vi: "Đĩa chỉ còn \(freeMB) MiB, cần \(minimumMB) MiB: không quét được nữa.",
                    en: "Only \(freeMB) MiB are free and \(minimumMB) MiB needed: nothing more is scanned.", fix: fix))
        } else if free < 2 * minimum {
            findings.append(
                .warning(
                    "disk_low", vi: "Đĩa còn \(freeMB) MiB; dưới \(minimumMB) MiB sẽ không quét được.",
                    en: "\(freeMB) MiB are free; below \(minimumMB) MiB nothing more is scanned.", fix: fix))
        }
        // File systems that make entries as needed report none at all.
        if status.f_files > 0, Int(status.f_favail) < Self.minimumEntries {
            findings.append(
                .error(
                    "disk_no_entries", vi: "Hệ thống tệp chỉ còn chỗ cho \(status.f_favail) tệp.",
                    en: "The file system has room for \(status.f_favail) more files only.", fix: fix))
        }
        guard findings.isEmpty else { return findings }
        return [.ok("disk", vi: "Đĩa còn trống \(freeMB) MiB.", en: "\(freeMB) MiB are free on the disk.")]
    }
}
