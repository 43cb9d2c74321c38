import Scanning

extension ScanProfile {
    /// As officers choose it.
    var text: BilingualText {
        switch self {
        case .standard: BilingualText(vietnamese: "Thông thường (màu, 200 dpi)", english: "Standard (colour, 200 dpi)")
        case .fine: BilingualText(vietnamese: "Chữ nhỏ, giấy cũ (màu, 300 dpi)", english: "Fine (colour, 300 dpi)")
        case .text: BilingualText(vietnamese: "Chỉ có chữ (xám, 200 dpi)", english: "Text only (grey, 200 dpi)")
        }
    }
}

extension ScanSource {
    /// As officers choose it.
    var text: BilingualText {
        switch self {
        case .automatic: BilingualText(vietnamese: "Tự chọn", english: "Automatic")
        case .feeder: BilingualText(vietnamese: "Khay nạp, một mặt", english: "Feeder, one side")
        case .duplex: BilingualText(vietnamese: "Khay nạp, hai mặt", english: "Feeder, both sides")
        case .flatbed: BilingualText(vietnamese: "Mặt kính", english: "Flatbed")
        }
    }
}
