package import Dossiers
import Registry

// Procedures and officers as CSV for spreadsheets in Việt Nam, in the form of `ProgressReport.csv`: integers, so that
// what is made of them can be made again.

extension [ProcedureLoad] {
    /// Procedures as a file.
    package func csv(of period: Period, until day: CalendarDay) -> String {
        let header = [
            "Kỳ báo cáo", "Số liệu đến ngày", "Mã thủ tục", "Tên thủ tục", "Trong danh mục", "Hồ sơ",
            "Hồ sơ đủ thành phần", "Tỷ lệ", "Trang", "Số đơn vị",
        ]
        let rows = map { load in
            [
                period.description, day.vietnamese, load.code, load.name ?? "", load.name == nil ? "không" : "có",
            ] + load.numbers + [String(load.offices)]
        }
        return CSVField.file([header] + rows)
    }
}

extension [ProcedureAtOffice] {
    /// The offices of a procedure as a file.
    ///
    /// - Parameter name: what an office is called.
    package func csv(of period: Period, until day: CalendarDay, name: (SiteID) -> String) -> String {
        let header = [
            "Kỳ báo cáo", "Số liệu đến ngày", "Mã thủ tục", "Tên thủ tục", "Mã đơn vị", "Đơn vị", "Hồ sơ",
            "Hồ sơ đủ thành phần", "Tỷ lệ", "Trang",
        ]
        let rows = map { office in
            [
                period.description, day.vietnamese, office.load.code, office.load.name ?? "", office.site.rawValue,
                name(office.site),
            ] + office.load.numbers
        }
        return CSVField.file([header] + rows)
    }
}

extension [OfficerLoad] {
    /// Officers as a file.
    ///
    /// - Parameter name: what an office is called.
    package func csv(of period: Period, until day: CalendarDay, name: (SiteID) -> String) -> String {
        let header = [
            "Kỳ báo cáo", "Số liệu đến ngày", "Mã đơn vị", "Đơn vị", "Cán bộ", "Lượt nộp", "Hồ sơ nộp đầu tiên",
            "Trang", "Ngày có việc",
        ]
        let rows = map { load in
            [period.description, day.vietnamese, load.site.rawValue, name(load.site), load.name]
                + [load.submissions, load.dossiers, load.pages, load.days].map(String.init)
        }
        return CSVField.file([header] + rows)
    }
}

extension ProcedureLoad {
    fileprivate var numbers: [String] {
        [String(dossiers), String(digitised), Rate(digitised, of: dossiers).vietnamese(decimals: 2), String(pages)]
    }
}
