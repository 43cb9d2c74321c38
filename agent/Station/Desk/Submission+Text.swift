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
            "Tỉnh từ chối: hồ sơ có mục không hợp lệ. Hãy mở hồ sơ, bấm \"Bổ sung hoặc sửa hồ sơ\", sửa rồi hoàn tất lại."
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
        case "receipt_not_trusted":
            "Biên nhận của tỉnh không xác minh được nên chưa tính là đã nhận. Hồ sơ vẫn an toàn trên máy này và hệ thống sẽ hỏi "
                + "lại; hãy báo cán bộ kỹ thuật."
        case "wrong_site", "wrong_station", "bad_signature":
            "Tỉnh không nhận chữ ký của trạm này. Hãy báo cán bộ kỹ thuật ghi danh lại; hồ sơ không bị mất."
        case "malformed_request", "malformed_manifest", "unsupported_payload_type", "not_found",
            "unsupported_tus_version":
            "Máy chủ của tỉnh không hiểu phiên bản phần mềm này. Hồ sơ vẫn an toàn trên máy này; hãy báo cán bộ kỹ thuật cập nhật."
        case "rate_limited", "unavailable", "internal_error":
            "Máy chủ của tỉnh đang bận hoặc gặp lỗi; hệ thống sẽ tự thử lại. Hồ sơ vẫn an toàn trên máy này."
        case "clock_skew": "Ngày giờ của máy này sai nên tỉnh chưa nhận. Hãy báo cán bộ kỹ thuật chỉnh lại ngày giờ."
        default:
            "Tạm thời chưa tải lên được; hệ thống sẽ tự thử lại. Hồ sơ vẫn an toàn trên máy này; nếu kéo dài, hãy báo cán bộ kỹ "
                + "thuật."
        }
    }
}
