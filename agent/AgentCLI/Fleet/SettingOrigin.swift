import Exchange
import Spool
import Station

/// A setting as it holds here, and who set it.
struct SettingOrigin: Encodable {
    /// Whose word a setting is.
    enum Origin: String, Encodable {
        /// Flags, environment or file of this PC.
        case station
        case province
        /// Nobody's: the default.
        case preset
    }

    let name: String
    let value: String
    let origin: Origin

    /// The settings that the province can set, as they hold now.
    static func all(_ local: Settings, _ province: StationSettings?) -> [SettingOrigin] {
        func one(_ name: String, _ local: String?, _ remote: String?, _ preset: String) -> SettingOrigin {
            if let local { return SettingOrigin(name: name, value: local, origin: .station) }
            if let remote { return SettingOrigin(name: name, value: remote, origin: .province) }
            return SettingOrigin(name: name, value: preset, origin: .preset)
        }
        let officers = province?.officers.map { "\($0.count)" }
        return [
            one("bandwidth", local.bandwidth, province?.bandwidth, ""),
            one("profile", nil, province?.profile, "standard"), one("officers", nil, officers, ""),
        ]
    }

    /// One line of `status`.
    var line: String {
        let name =
            switch self.name {
            case "bandwidth": "Băng thông"
            case "profile": "Chất lượng quét mặc định"
            default: "Cán bộ do tỉnh đặt"
            }
        let origin =
            switch self.origin {
            case .station: "đặt tại máy này"
            case .province: "tỉnh đặt"
            case .preset: "mặc định"
            }
        return "\(name): \(value.isEmpty ? "—" : value) (\(origin))"
    }
}
