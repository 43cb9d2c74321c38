import Exchange
import Scanning
import Spool

extension HistoryAction {
    /// What was done, for the history of a dossier.
    var text: BilingualText {
        switch self {
        case .opened: BilingualText(vietnamese: "Mở hồ sơ", english: "Opened")
        case .extended: BilingualText(vietnamese: "Mở lại để bổ sung", english: "Opened again for more papers")
        case .changed: BilingualText(vietnamese: "Sửa thông tin hồ sơ", english: "Dossier changed")
        case .discarded: BilingualText(vietnamese: "Bỏ hồ sơ", english: "Discarded")
        case .broughtBack: BilingualText(vietnamese: "Lấy lại hồ sơ đã bỏ", english: "Brought back")
        case .sealed: BilingualText(vietnamese: "Hoàn tất hồ sơ", english: "Finished")
        case .corrected(let action): action.text
        }
    }
}

extension CorrectionAction {
    fileprivate var text: BilingualText {
        switch self {
        case .rotated: BilingualText(vietnamese: "Xoay trang", english: "Page rotated")
        case .removed: BilingualText(vietnamese: "Xóa trang", english: "Page deleted")
        case .restored: BilingualText(vietnamese: "Hoàn tác xóa trang", english: "Page restored")
        case .leftOut: BilingualText(vietnamese: "Bỏ trang trắng", english: "Blank page left out")
        case .keptBlank: BilingualText(vietnamese: "Giữ trang trắng", english: "Blank page kept")
        case .rescanned: BilingualText(vietnamese: "Quét lại trang", english: "Page scanned again")
        case .inserted: BilingualText(vietnamese: "Chèn trang", english: "Page inserted")
        case .moved: BilingualText(vietnamese: "Chuyển trang", english: "Page moved")
        case .split: BilingualText(vietnamese: "Tách thành giấy tờ riêng", english: "Split into another paper")
        case .backsAdded: BilingualText(vietnamese: "Quét thêm mặt sau", english: "Back scanned")
        case .imported: BilingualText(vietnamese: "Thêm trang từ tệp", english: "Page from a file")
        case .paperChanged: BilingualText(vietnamese: "Sửa thông tin giấy tờ", english: "Paper changed")
        case .reused: BilingualText(vietnamese: "Dùng lại giấy tờ đã số hóa", english: "Digitised paper reused")
        default: BilingualText(vietnamese: "Sửa hồ sơ (\(rawValue))", english: "Corrected (\(rawValue))")
        }
    }
}
