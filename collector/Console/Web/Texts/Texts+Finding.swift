import Dossiers
import Registry

/// Finding dossiers, and the lists that figures open.
extension Texts {
    static let finding: [String: Text] = [
        "findLead": Text(
            "Tìm theo một hoặc nhiều tiêu chí; tên có thể gõ không dấu, một phần, hoặc hơi sai. Mọi lần tìm đều được ghi "
                + "nhật ký.",
            "By one criterion or several; names may be without marks, in part, or slightly misspelt. Every search is "
                + "recorded."),
        "dossierCode": Text("Mã hồ sơ", "Dossier code"),
        "codeHint": Text("cả mã hoặc phần đầu", "whole or its beginning"),
        "owner": Text("Chủ hồ sơ", "Owner"),
        "ownerHint": Text("họ tên, có thể không dấu", "name, marks not needed"),
        "identityNumber": Text("Số giấy tờ tùy thân", "Identity number"),
        "identityHint": Text("CCCD, CMND hoặc mã số thuế", "whole number"),
        "paperNumber": Text("Số giấy tờ", "Paper number"),
        "paperType": Text("Loại giấy tờ", "Kind of paper"),
        "typeHint": Text("mã loại, như giay-khai-sinh", "its code, such as giay-khai-sinh"),
        "procedureCode": Text("Mã thủ tục", "Procedure code"),
        "procedure": Text("Thủ tục", "Procedure"),
        "receivedFrom": Text("Tỉnh nhận từ ngày", "Received from"),
        "receivedTo": Text("Đến ngày", "Received to"),
        "lastSealed": Text("Nộp gần nhất", "Last submitted"),
        "foundNothing": Text(
            "Không có hồ sơ nào như vậy. Hãy bớt tiêu chí, hoặc kiểm tra lại mã và số.",
            "There is no such dossier. Use fewer criteria, or check code and number."),
        "moreDossiers": Text("Xem tiếp", "More"),
        "day": Text("Ngày", "Day"),
        "listEmpty": Text("Không có mục nào trong khoảng này.", "Nothing in this span."),
    ]

    static let findTitle = Text("Tìm hồ sơ", "Find dossiers")
    static let allOffices = Text("Mọi đơn vị trong phạm vi", "All offices in your scope")
    static let nothingAsked = Text("Hãy nhập ít nhất một tiêu chí.", "Enter at least one criterion.")
    static let askedTooLong = Text("Mỗi tiêu chí dài nhất 200 ký tự.", "A criterion has at most 200 characters.")
    static let personsClosed = Text(
        "Tài khoản này không tìm theo chủ hồ sơ.", "This account does not look for persons.")
    static let unknownOffice = Text(
        "Không có đơn vị này trong phạm vi của tài khoản.", "There is no such office in your scope.")
    static let nearlyThatName = Text(
        "Không có chủ hồ sơ nào tên đúng như vậy. Dưới đây là những tên gần giống.",
        "No owner has that name. These are spelt nearly like it.")

    static func found(_ count: Int, hasMore: Bool) -> Text {
        hasMore
            ? Text("\(count) hồ sơ đầu tiên", "The first \(count) dossiers")
            : Text("\(count) hồ sơ", count == 1 ? "1 dossier" : "\(count) dossiers")
    }

    static let stateDigitised = Text("Đủ thành phần", "Complete")
    static let statePartial = Text("Chưa đủ thành phần", "Components missing")
    static let stateAwaited = Text("Đang nhận trang", "Pages awaited")
}

/// The lists that figures open.
extension Texts {
    static func listTitle(_ kind: FigureList.Kind) -> Text {
        switch kind {
        case .dossiers: Text("Hồ sơ đã nhận", "Dossiers received")
        case .digitisedDossiers: Text("Hồ sơ đã số hóa đủ thành phần", "Dossiers with all components digitised")
        case .results: Text("Kết quả đã số hóa", "Results digitised")
        case .resultsInForce: Text("Kết quả còn hiệu lực đã số hóa", "Results in force digitised")
        case .procedure(_, _, let onlyDigitised):
            onlyDigitised
                ? Text("Hồ sơ đủ thành phần của thủ tục", "Complete dossiers of a procedure")
                : Text("Hồ sơ của thủ tục", "Dossiers of a procedure")
        case .submissions: Text("Lượt nộp của cán bộ", "An officer's submissions")
        case .firstSubmissions: Text("Hồ sơ cán bộ nộp đầu tiên", "Dossiers that an officer sent first")
        }
    }

    static func listAbout(_ office: String, _ first: CalendarDay?, _ last: CalendarDay) -> Text {
        Text(
            "\(office) · \(first.map { "từ \($0.vietnamese) " } ?? "")đến hết ngày \(last.vietnamese)",
            "\(office) · \(first.map { "from \($0.vietnamese) " } ?? "")to the end of \(last.vietnamese)")
    }
}
