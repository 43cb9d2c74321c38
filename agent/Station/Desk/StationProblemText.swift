package import Scanning

/// What stops the whole station, for the officer.
package enum StationProblemText {
    /// - Parameters:
    ///   - code: stable; nil when a former version noted the problem.
    ///   - english: the same for whoever mends it.
    package static func text(code: String?, english: String) -> BilingualText {
        BilingualText(vietnamese: vietnamese(code), english: english)
    }

    private static func vietnamese(_ code: String?) -> String {
        switch code {
        case "station_revoked":
            "Quản trị viên của tỉnh đã thu hồi trạm này. Hồ sơ không bị mất; hãy báo cán bộ kỹ thuật ghi danh lại."
        case "station_replaced":
            "Trạm này đã được ghi danh lại ở máy khác nên khóa cũ không còn dùng được. Hồ sơ không bị mất; hãy báo cán bộ kỹ thuật."
        case "unknown_station":
            "Máy chủ của tỉnh không biết trạm này. Hồ sơ không bị mất; hãy báo cán bộ kỹ thuật kiểm tra địa chỉ hoặc ghi danh lại."
        case "unauthorized", "clock_skew":
            "Máy chủ của tỉnh không nhận chữ ký của trạm này. Hãy báo cán bộ kỹ thuật kiểm tra ngày giờ của máy hoặc ghi danh lại."
        case "sequence_gap", "sequence_reused", "chain_fork":
            "Máy này đã bị sao chép hoặc khôi phục về trạng thái cũ nên tỉnh chưa nhận tiếp. Hồ sơ không bị mất; hãy báo cán bộ kỹ "
                + "thuật ghi danh lại."
        default:
            "Tỉnh chưa nhận hồ sơ của trạm này. Hồ sơ vẫn an toàn trên máy; hãy báo cán bộ kỹ thuật."
        }
    }
}
