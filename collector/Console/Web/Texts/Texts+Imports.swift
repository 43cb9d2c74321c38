import Dossiers
import Progress
import Registry

/// Importing tables.
extension Texts {
    static let imports: [String: Text] = [
        "importsLead": Text(
            "Mỗi lần nhập đều được xem trước: thêm gì, sửa gì, lỗi ở dòng nào. Chưa xác nhận thì chưa có gì thay đổi.",
            "Every import is looked at first: what is added, what changes, which line is wrong. Nothing changes before "
                + "you confirm."),
        "importTabs": Text("Số liệu nhập vào", "Imported tables"),
        "lastImport": Text("Lần nhập gần nhất", "Last import"),
        "neverImported": Text("Chưa nhập lần nào", "Never"),
        "columnsNeeded": Text("Cột bắt buộc", "Columns needed"),
        "columnsOptional": Text("Cột không bắt buộc", "Optional columns"),
        "downloadCSV": Text("Tải bảng hiện có (CSV)", "Download what is known (CSV)"),
        "importFile": Text("Nhập từ tệp", "Import a file"),
        "allImports": Text("Tất cả bảng số liệu", "All tables"),
        "csvFile": Text("Tệp CSV", "CSV file"),
        "sourceDocument": Text("Văn bản nguồn", "Source document"),
        "planPeriod": Text("Kỳ (chỉ cho bảng của kế hoạch)", "Period (of a plan's table only)"),
        "planPeriodHint": Text(
            "Bảng của kế hoạch có các cột level, received, digitised, offices, offices_digitising; kỳ ví dụ 2020.",
            "A plan's table has the columns level, received, digitised, offices, offices_digitising; a period is 2020."),
        "previewImport": Text("Xem trước", "Preview"),
        "problemsTitle": Text("Tệp chưa nhập được", "The file cannot be imported"),
        "problemsLead": Text(
            "Hãy sửa các lỗi dưới đây trong tệp rồi chọn lại. Chưa có gì được nhập.",
            "Mend what is listed in the file and choose it again. Nothing was imported."),
        "line": Text("Dòng", "Line"),
        "column": Text("Cột", "Column"),
        "whatIsWrong": Text("Lỗi", "What is wrong"),
        "importerOnly": Text(
            "Tài khoản này xem được số liệu đã nhập; việc nhập dành cho quản trị cấp tỉnh.",
            "This account sees what was imported; importing is for provincial administrators."),
        "successionForm": Text("Ghi nhận sáp nhập, chia, đổi tên, tách", "Enter a merger, split, renaming or part"),
        "successionLead": Text(
            "Lịch sử ở lại với đơn vị cũ; từ ngày này, số liệu của đơn vị sáp nhập hoặc đổi tên được cộng vào đơn vị mới. "
                + "Đơn vị mới phải được nhập trước.",
            "History stays with the former office; from that day on the figures of a merger or renaming are in the "
                + "successor's. The successor must have been imported before."),
        "formerOffices": Text("Đơn vị trước", "Predecessors"),
        "newOffices": Text("Đơn vị sau", "Successors"),
        "officesHint": Text(
            "Gõ tên hoặc mã đơn vị rồi chọn trong danh sách, mỗi ô một đơn vị. Nhiều đơn vị hơn thì nhập từ tệp.",
            "Type a name or an identity and choose from the list, one office a field. More of them come as a file."),
        "successionKind": Text("Hình thức", "Kind"),
        "successionDay": Text("Từ ngày", "From"),
        "decree": Text("Văn bản", "Decree"),
        "choose": Text("Chọn", "Choose"),
        "file": Text("Tệp", "File"),
        "summary": Text("Tóm tắt", "Summary"),
        "sums": Text("Tổng theo cấp", "Sums by level"),
        "whatSum": Text("Tổng của", "Sum of"),
        "sumBefore": Text("Hiện nay", "Now"),
        "sumAfter": Text("Sau khi nhập", "Then"),
        "warnings": Text("Cần xem lại", "To be looked at"),
        "warningsLead": Text(
            "Không phải lỗi và không bị chặn, nhưng nên đối chiếu với văn bản trước khi xác nhận.",
            "None of it is refused; compare it with the document before you confirm."),
        "changes": Text("Thay đổi", "Changes"),
        "changeKind": Text("Loại", "Kind"),
        "changeOf": Text("Đối tượng", "Of"),
        "before": Text("Trước", "Before"),
        "after": Text("Sau", "After"),
        "downloadChanges": Text("Tải bảng thay đổi (CSV)", "Download the changes (CSV)"),
        "nothingToImport": Text(
            "Mọi nội dung trong tệp đã có sẵn; không có gì để nhập.",
            "Everything in the file is known already; there is nothing to import."),
        "agreeOverwrite": Text(
            "Tôi đã xem phần bị sửa, bị xóa hoặc kết thúc ở trên và đồng ý thay.",
            "I have looked at what is changed, removed or closed above, and agree."),
        "confirmImport": Text("Xác nhận nhập", "Confirm and import"),
        "cancelImport": Text("Bỏ, không nhập", "Cancel"),
        "chooseAgain": Text("Chọn lại tệp", "Choose the file again"),
    ]

    static let tabImports = Text("Nhập", "Import")
    static let tabApprovals = Text("Phê duyệt", "Approval")
    static let tabBaselines = Text("Mẫu số đang dùng", "Baselines in use")

    static func importName(_ kind: ImportKind) -> Text {
        switch kind {
        case .sites: Text("Đơn vị", "Offices")
        case .successions: Text("Kế thừa đơn vị", "Successions of offices")
        case .baselines: Text("Mẫu số", "Baselines")
        case .targets: Text("Chỉ tiêu", "Targets")
        case .procedures: Text("Thủ tục hành chính", "Procedures")
        }
    }

    static func importAbout(_ kind: ImportKind) -> Text {
        switch kind {
        case .sites:
            Text(
                "Tên, cấp, đơn vị cấp trên, mã và miễn trừ của từng đơn vị, có hiệu lực từ một ngày. Thay đổi thì thêm dòng "
                    + "với ngày muộn hơn.",
                "Name, level, parent, codes and exemption of each office from a day on. A change is a further row with a "
                    + "later day.")
        case .successions:
            Text(
                "Đơn vị nào kế thừa đơn vị nào: sáp nhập, chia, đổi tên, tách; từ ngày nào, theo văn bản nào.",
                "Which office follows which: merged, split, renamed, in part; from which day, by which decree.")
        case .baselines:
            Text(
                "Mẫu số của các chỉ số theo đơn vị hoặc cấp và kỳ, từ văn bản nào. Người khác phê duyệt rồi mới được tính.",
                "Denominators by office or level and period, with the document. They count once another person approves."
            )
        case .targets:
            Text(
                "Chỉ tiêu của từng chỉ số theo cấp và năm, tính bằng phần nghìn.",
                "Targets of each indicator by level and year, in thousandths.")
        case .procedures:
            Text(
                "Toàn bộ danh mục thủ tục và giấy tờ của từng thủ tục: tệp thay thế danh mục đang có.",
                "The whole catalogue of procedures and their papers: the file takes the place of what is known.")
        }
    }

    static let importLimits = Text(
        "CSV từ Excel: UTF-8, UTF-16 hoặc Windows-1258; ngăn cách bằng dấu phẩy, chấm phẩy hoặc tab. Nhiều nhất 8 MB, "
            + "50.000 dòng.",
        "CSV as Excel saves it: UTF-8, UTF-16 or Windows-1258; commas, semicolons or tabs. At most 8 MB, 50,000 rows.")
    static let documentOfBaselines = Text(
        "Quyết định hoặc công văn có số liệu này, cho mọi dòng. Để trống nếu tệp có cột source.",
        "The decision or letter with these figures, for all rows. Leave it empty where the file has the column source.")
    static let documentOfTable = Text(
        "Không bắt buộc; được ghi vào nhật ký.", "Optional; it is recorded in the audit trail.")
    static let fileMissing = Text("Hãy chọn một tệp CSV.", "Choose a CSV file.")
    static let documentTooLong = Text(
        "Tên văn bản dài nhất \(TextLimit.name) ký tự, trên một dòng.",
        "A document's name has at most \(TextLimit.name) characters, on one line.")
    static let importGone = Text(
        "Tệp đã chọn không còn được giữ: quá 30 phút, hoặc máy chủ đã khởi động lại. Chưa có gì được nhập; hãy chọn lại "
            + "tệp.",
        "The file is no longer held: more than 30 minutes have gone by, or the server was started again. Nothing was "
            + "imported; choose the file again.")
    static let importMoved = Text(
        "Dữ liệu hiện có đã thay đổi từ lúc xem trước, nên chưa nhập gì. Hãy xem lại bảng dưới đây rồi xác nhận.",
        "What is known has changed since the preview, so that nothing was imported. Look at it again, then confirm.")
    static let overwriteNotAgreed = Text(
        "Có nội dung bị sửa, bị xóa hoặc kết thúc. Hãy xem rồi đánh dấu đồng ý trước khi xác nhận.",
        "Something is changed, removed or closed. Look at it and tick that you agree before you confirm.")
    static let previewTitle = Text("Xem trước khi nhập", "Before it is imported")
    static let importStopped = Text("Chưa nhập được", "Not imported")
    static let countsAtOnce = Text("Có hiệu lực ngay khi xác nhận.", "It counts at once when you confirm.")
    static let countsOnceApproved = Text(
        "Sau khi xác nhận, số liệu chờ người khác phê duyệt rồi mới được tính.",
        "Once you confirm, the figures wait; they count when another person has approved them.")
    static let countsByOnePerson = Text(
        "Có hiệu lực ngay khi xác nhận: đang áp dụng quy tắc một người nhập và phê duyệt.",
        "It counts at once when you confirm: one person imports and approves here.")

    static func imported(_ name: Text) -> Text {
        Text("Đã nhập: \(name.vietnamese).", "Imported: \(name.english).")
    }

    static func moreProblems(_ count: Int) -> Text {
        Text("Và \(count.vietnamese) lỗi nữa.", "And \(Self.count(count, .english)) more.")
    }

    static func catalogueTooLarge(_ excess: CatalogueTooLarge) -> Text {
        Text(
            "danh mục có \(excess.byteLength.vietnamese) byte khi gửi cho trạm, giới hạn là "
                + "\(CatalogueTooLarge.limit.vietnamese); hãy bỏ những thủ tục mà Bộ phận Một cửa của tỉnh không tiếp nhận",
            excess.description)
    }

    static func change(_ change: ImportPreview.Change) -> Text {
        switch change {
        case .added: Text("Thêm", "Added")
        case .changed: Text("Sửa", "Changed")
        case .removed: Text("Xóa", "Removed")
        case .closed: Text("Kết thúc", "Closed")
        }
    }

    static let changeNone = Text("Đã có sẵn", "There already")
    static let changeColumn = Text("Loại", "Change")
    static let whatColumn = Text("Đối tượng", "Of")
    static let codeColumn = Text("Mã", "Code")
    static let beforeColumn = Text("Trước", "Before")
    static let afterColumn = Text("Sau", "After")

    static func closedFrom(_ day: CalendarDay) -> Text {
        Text("kết thúc hoạt động từ \(day.vietnamese)", "closed from \(day.vietnamese)")
    }

    static func holdsFrom(_ day: CalendarDay) -> Text { Text("từ \(day.vietnamese)", "from \(day.vietnamese)") }

    static func permille(_ permille: Int, _ language: Language) -> String {
        FigureText(language).percentage(Rate(permille, of: 1000), decimals: permille % 10 == 0 ? 0 : 1)
    }

    static let otherReading = Text("cách hiểu khác", "by another reading")
    static let compulsory = Text("bắt buộc", "compulsory")

    // Successions.

    static func successionKind(_ kind: Succession.Kind) -> Text {
        switch kind {
        case .merge:
            Text("Sáp nhập: các đơn vị trước kết thúc, một đơn vị sau", "Merger: predecessors end, one successor")
        case .split:
            Text("Chia: đơn vị trước kết thúc, nhiều đơn vị sau", "Split: the predecessor ends, several follow")
        case .rename: Text("Đổi tên, đổi mã: vẫn là đơn vị đó", "Renaming: the same office anew")
        case .part: Text("Tách một phần: đơn vị trước vẫn hoạt động", "Part: the predecessor goes on")
        }
    }

    static let successionOffices = Text(
        "Hãy ghi ít nhất một đơn vị trước và một đơn vị sau.", "Name at least one predecessor and one successor.")
    static let successionKindMissing = Text("Hãy chọn hình thức.", "Choose the kind.")

    static func noOfficeIdentity(_ text: String) -> Text {
        Text(
            "“\(printable(text))” không phải mã đơn vị; hãy chọn mã trong danh sách gợi ý, ví dụ st-31498.",
            "“\(printable(text))” is no identity of an office; choose one of the list, such as st-31498.")
    }
}
