import SystemPackage

/// Whether the station's settings can be used as they are written.
struct ConfigurationCheck: Check {
    let name = "configuration"

    func findings(at station: Examination) async -> [Finding] {
        guard let configuration = station.setup.configuration else {
            return [
                .unchecked("configuration_none", vi: "Không xem cấu hình.", en: "There is no configuration to see.")
            ]
        }
        let file = configuration.file
        guard configuration.problems.isEmpty else {
            return configuration.problems.map { problem in
                .error(
                    "configuration_broken", vi: "Cấu hình không dùng được: \(problem)",
                    en: "The configuration cannot be used: \(problem)",
                    fix: .init(
                        vi:
                            "Sửa \(file) hoặc biến môi trường SOHOA_… (tìm dòng viết sai: python3 -m json.tool \(file)), "
                            + "rồi: systemctl restart sohoa-agent; dưới đây tạm dùng giá trị mặc định.",
                        en:
                            "Mend \(file) or the variable SOHOA_… (the line at fault: python3 -m json.tool \(file)), "
                            + "then: systemctl restart sohoa-agent; below, the default stands in its place."))
            }
        }
        return [.ok("configuration", vi: "Cấu hình \(file) dùng được.", en: "The configuration \(file) can be used.")]
    }
}
