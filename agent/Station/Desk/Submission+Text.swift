import Scanning
import Spool

extension Submission {
    /// What keeps it back, for the officer; nil when nothing does.
    var problemText: BilingualText? {
        guard let problemCode else { return nil }
        return BilingualText(vietnamese: Self.vietnamese(problemCode), english: problemDetail ?? problemCode)
    }

    private static func vietnamese(_ code: String) -> String {
        switch code {
        case "site_closed":
            "Tỉnh từ chối: đơn vị này đã ngừng hoạt động trên hệ thống. Hãy báo cán bộ kỹ thuật của tỉnh."
        case "rule_broken":
            "Tỉnh từ chối: hồ sơ có mục không hợp lệ. Hãy mở hồ sơ, bấm \"Bổ sung hồ sơ\", sửa rồi hoàn tất lại."
        case "unknown_superseded":
            "Tỉnh từ chối: không tìm thấy lần gửi trước của hồ sơ. Hãy báo cán bộ kỹ thuật của tỉnh."
        case "page_mismatch", "page_unreadable":
            "Một trang trên máy này bị hỏng nên không tải lên được. Hãy quét lại trang đó rồi hoàn tất lại."
        case "storage_full": "Máy chủ của tỉnh sắp đầy; hệ thống sẽ tự thử lại."
        case "station_revoked", "station_replaced", "unknown_station", "unauthorized":
            "Tỉnh không còn nhận dữ liệu từ trạm này. Hãy báo cán bộ kỹ thuật ghi danh lại; hồ sơ không bị mất."
        case "chain_fork", "sequence_reused", "sequence_gap":
            "Thứ tự gửi của trạm không khớp với tỉnh. Hãy báo cán bộ kỹ thuật ghi danh lại; hồ sơ không bị mất."
        case "too_large": "Hồ sơ quá lớn so với giới hạn của tỉnh. Hãy tách thành nhiều hồ sơ."
        default: "Tạm thời chưa tải lên được (\(code)); hệ thống sẽ tự thử lại. Nếu kéo dài, hãy báo cán bộ kỹ thuật."
        }
    }
}
