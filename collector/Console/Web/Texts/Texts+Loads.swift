import Dossiers

/// Procedures, and what officers did.
extension Texts {
    static let loads: [String: Text] = [
        "unusedProcedures": Text("Cả thủ tục chưa có hồ sơ", "Those without dossiers too"),
        "allProcedures": Text("Tất cả thủ tục", "All procedures"),
        "outsideCatalogue": Text("Ngoài danh mục", "Not in the catalogue"),
        "proceduresNone": Text(
            "Không có hồ sơ của thủ tục nào trong kỳ này.", "No procedure has dossiers in this period."),
        "procedureNone": Text(
            "Không đơn vị nào có hồ sơ của thủ tục này trong kỳ.", "No office has dossiers of it in this period."),
        "proceduresLead": Text(
            "Mỗi hồ sơ tính một lần, ở đơn vị nộp đầu tiên, theo ngày tiếp nhận; thủ tục và số trang theo bản nộp còn "
                + "giá trị.",
            "Each dossier counts once, at the office that sent it first, on the day of reception; procedure and pages "
                + "are those of what stands."),
        "columnDossiers": columnDossiers, "columnComplete": columnComplete, "columnPages": columnPages,
        "columnOffices": columnOffices, "columnSubmissions": columnSubmissions, "columnFirst": columnFirst,
        "columnDays": columnDays, "columnPace": columnPace,
        "officersLead": Text(
            "Lượt nộp và trang tính theo ngày nộp; bản nộp trùng tính một lần, trang của bản đã bị thay thế không tính. "
                + "Hồ sơ tính cho cán bộ nộp đầu tiên. Số liệu để bố trí công việc: khối lượng mỗi nơi mỗi khác, không "
                + "dùng để xếp hạng. Việc xem trang này được ghi nhật ký.",
            "Submissions and pages count on the day sealed; one that repeats another counts once, and pages of what was "
                + "superseded do not. A dossier is that officer's who sent it first. These figures are for planning work: "
                + "offices differ, and they rank nobody. Looking at this page is recorded."),
        "officersNone": Text("Không có cán bộ nào nộp hồ sơ trong kỳ này.", "No officer sent anything in this period."),
    ]

    static let columnProcedure = Text("Thủ tục", "Procedure")
    static let columnDossiers = Text("Hồ sơ", "Dossiers")
    static let columnComplete = Text("Đủ thành phần", "Complete")
    static let columnPages = Text("Trang", "Pages")
    static let columnOffices = Text("Số đơn vị", "Offices")
    static let columnOfficer = Text("Cán bộ", "Officer")
    static let columnSubmissions = Text("Lượt nộp", "Submissions")
    static let columnFirst = Text("Hồ sơ nộp đầu tiên", "Dossiers sent first")
    static let columnDays = Text("Ngày có việc", "Days with work")
    static let columnPace = Text("Trang / ngày có việc", "Pages / day with work")

    static let officersTitle = Text("Khối lượng công việc của cán bộ", "Officers' workload")
    static let everyOffice = Text("Tất cả đơn vị", "Every office")
    static let unknownOfficer = Text("(không rõ)", "(unknown)")
    static let foreignProcedure = Text("Thủ tục ngoài danh mục", "A procedure not in the catalogue")

    static func completeBar(_ rate: String) -> Text {
        Text("Đủ thành phần: \(rate)", "Complete: \(rate)")
    }

    static func proceduresAbout(_ count: Int, dossiers: Int) -> Text {
        Text(
            "\(count.vietnamese) thủ tục có hồ sơ · \(dossiers.vietnamese) hồ sơ",
            "\(Self.count(count, .english)) \(count == 1 ? "procedure" : "procedures") with dossiers · "
                + "\(Self.count(dossiers, .english)) \(dossiers == 1 ? "dossier" : "dossiers")")
    }

    static func procedureOffices(_ count: Int, dossiers: Int) -> Text {
        Text(
            "\(count.vietnamese) đơn vị · \(dossiers.vietnamese) hồ sơ",
            "\(Self.count(count, .english)) \(count == 1 ? "office" : "offices") · "
                + "\(Self.count(dossiers, .english)) \(dossiers == 1 ? "dossier" : "dossiers")")
    }

    static func foreignProcedures(_ count: Int) -> Text {
        Text(
            "\(count.vietnamese) thủ tục có hồ sơ nhưng không có trong danh mục. Hãy kiểm tra mã thủ tục ở đơn vị, hoặc nhập "
                + "danh mục mới.",
            "\(Self.count(count, .english)) \(count == 1 ? "procedure has" : "procedures have") dossiers and "
                + "\(count == 1 ? "is" : "are") not in the catalogue. Check the codes at the offices, or import a newer "
                + "catalogue.")
    }

    static func officersAbout(_ count: Int, offices: Int) -> Text {
        Text(
            "\(count.vietnamese) cán bộ · \(offices.vietnamese) đơn vị",
            "\(Self.count(count, .english)) \(count == 1 ? "officer" : "officers") · "
                + "\(Self.count(offices, .english)) \(offices == 1 ? "office" : "offices")")
    }

    /// Pages a day with work, rounded half up to a tenth; a dash where there was none.
    static func pagesADay(_ pages: Int, _ days: Int, _ language: Language) -> String {
        guard days > 0 else { return "—" }
        let tenths = (pages * 20 / days + 1) / 2
        return count(tenths / 10, language) + (language == .vietnamese ? "," : ".") + "\(tenths % 10)"
    }
}
