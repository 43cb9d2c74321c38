import Dossiers
import Progress
import Registry

/// Approving baselines, and what became of each figure.
extension Texts {
    static let approvals: [String: Text] = [
        "approvalsLead": Text(
            "Mẫu số quyết định một chỉ tiêu có đạt hay không, nên người khác với người nhập phải phê duyệt.",
            "A denominator decides whether a target is met: another person than the importer approves it."),
        "batch": Text("Lô", "Batch"),
        "figuresCount": Text("Số dòng", "Figures"),
        "importedBy": Text("Người nhập", "Imported by"),
        "importedAt": Text("Nhập lúc", "Imported"),
        "decidedBy": Text("Người quyết định", "Decided by"),
        "batchesEmpty": Text("Chưa nhập mẫu số nào.", "No baselines were imported yet."),
        "allBatches": Text("Tất cả các lô", "All batches"),
        "batchChanges": Text("Thay đổi khi phê duyệt", "What approval changes"),
        "batchFigures": Text("Số liệu trong lô", "Its figures"),
        "figure": Text("Số liệu", "Figure"),
        "history": Text("Lịch sử", "History"),
        "decideTitle": Text("Quyết định", "Decision"),
        "approve": Text("Phê duyệt", "Approve"),
        "reject": Text("Từ chối", "Reject"),
        "rejectReason": Text("Lý do từ chối", "Why it is rejected"),
        "rejectHint": Text("Người nhập sẽ đọc lý do này.", "Whoever imported it will read this."),
        "sumsApproved": Text("Sau khi phê duyệt", "Once approved"),
        "baselinesLead": Text(
            "Những mẫu số đang được tính. Mỗi số liệu có lịch sử: từ văn bản nào, ai nhập, ai phê duyệt.",
            "The denominators that count. Each has its history: from which document, by whom, approved by whom."),
        "scopeOf": Text("Đơn vị, cấp", "Office, level"),
        "searchBaselines": Text("Đơn vị, mã hoặc văn bản", "Office, identity or document"),
        "baselinesEmpty": Text("Không có mẫu số nào khớp điều kiện.", "No baseline matches."),
        "nextFigures": Text("Tiếp theo", "Next"),
        "firstFigures": Text("Về đầu", "First"),
        "historyLead": Text(
            "Mọi số liệu đã từng được nhập, kể cả bị thay hoặc bị từ chối.",
            "Every figure that was ever imported, replaced and rejected ones too."),
        "historyEmpty": Text("Chưa nhập số liệu nào cho chỉ số này.", "Nothing was imported for this indicator."),
        "importedFigure": Text("Nhập", "Imported"),
        "decidedFigure": Text("Quyết định", "Decided"),
        "toOffice": Text("Trang của đơn vị", "The office's page"),
        "withdraw": Text("Rút số liệu này", "Withdraw this figure"),
        "withdrawReason": Text("Lý do hoặc văn bản", "Why, or the document"),
        "withdrawLead": Text(
            "Chỉ dùng khi lẽ ra không được có số liệu nào; số sai thì nhập số đúng để thay. Người khác phải phê duyệt việc rút.",
            "Only where there should be no figure at all; a wrong one is replaced by importing the right one. Another "
                + "person approves it."),
        "proposeWithdrawal": Text("Đề nghị rút", "Propose to withdraw"),
        "baselineHistory": Text("Lịch sử mẫu số", "History of baselines"),
    ]

    /// A person as the audit trail names them, without what tells accounts from others.
    static func person(_ actor: String) -> String {
        actor.hasPrefix("account:") ? String(actor.dropFirst("account:".count)) : actor
    }

    static func decision(_ decision: BaselineDecision?, _ language: Language) -> (String, String) {
        switch decision?.isApproved {
        case nil: (Text("Chờ phê duyệt", "Waits")(language), "wait")
        case true?: (Text("Đã phê duyệt", "Approved")(language), "good")
        case false?: (Text("Bị từ chối", "Rejected")(language), "bad")
        }
    }

    static let figureStands = Text("Đang dùng", "In use")
    static let figureWithdrawn = Text("Đã rút", "Withdrawn")

    static func withdrawnFor(_ reason: String) -> Text { Text("Rút: \(reason)", "Withdrawn: \(reason)") }

    static func refusal(_ refusal: BaselineWithdrawalRefusal) -> Text {
        switch refusal {
        case .nothingStands:
            Text("Không có số liệu nào đang dùng cho kỳ này.", "No figure is in use for this period.")
        case .waits: Text("Đề nghị rút số liệu này đang chờ phê duyệt.", "Its withdrawal waits for approval already.")
        case .noReason:
            Text(
                "Hãy ghi lý do hoặc văn bản, nhiều nhất \(TextLimit.name) ký tự.",
                "Say why, or name the document, in at most \(TextLimit.name) characters.")
        }
    }

    static let figureReplaced = Text("Đã được thay", "Replaced")
    static let ruleTwo = Text(
        "Quy tắc: hai người. Người nhập không phê duyệt được lô của mình.",
        "The rule: two persons. Whoever imported a batch cannot approve it.")
    static let ruleOne = Text(
        "Quy tắc: một người. Lô mới có hiệu lực ngay khi nhập.", "The rule: one person. New batches count at once.")
    static let ownBatch = Text(
        "Bạn đã nhập lô này, nên một người khác phải phê duyệt. Bạn có thể từ chối nếu nhập nhầm.",
        "You imported this batch, so that another person must approve it. You may reject it if it was a mistake.")
    static let batchWaits = Text(
        "Đã nhập. Lô này chờ người khác phê duyệt rồi mới được tính.",
        "Imported. The batch counts once another person has approved it.")
    static let batchCounts = Text("Đã nhập; số liệu có hiệu lực.", "Imported; the figures count.")
    static let batchApproved = Text("Đã phê duyệt; số liệu được tính từ bây giờ.", "Approved; the figures count now.")
    static let batchRejected = Text("Đã từ chối; số liệu không được tính.", "Rejected; the figures do not count.")
    static let batchMoved = Text(
        "Số liệu đang dùng đã thay đổi từ lúc bạn mở trang, nên chưa phê duyệt. Hãy xem lại rồi quyết định.",
        "What is in use has changed since you opened the page, so that nothing was approved. Look at it again.")
    static let rejectionReasonMissing = Text(
        "Hãy ghi lý do từ chối, nhiều nhất 200 ký tự.", "Say why it is rejected, in at most 200 characters.")
    static let badYear = Text("Năm gồm 4 chữ số, từ 2000 đến 2100.", "A year has 4 digits, from 2000 to 2100.")
    static let noScope = Text(
        "Hãy ghi mã đơn vị (st-941), cấp (level:commune) hoặc cơ quan (province:000.00.03.H51).",
        "Name an office (st-941), a level (level:commune) or an authority (province:000.00.03.H51).")
    static let everyIndicator = Text("Tất cả chỉ số", "All indicators")

    static func batchTitle(_ id: Int64) -> Text { Text("Lô mẫu số \(id)", "Batch \(id) of baselines") }

    static func moreFigures(_ shown: Int, of all: Int) -> Text {
        Text(
            "Đang hiện \(shown.vietnamese) trong \(all.vietnamese) số liệu; tổng theo cấp tính trên tất cả.",
            "\(count(shown, .english)) of \(count(all, .english)) figures are shown; the sums are of all.")
    }

    static func figuresFound(_ count: Int) -> Text {
        Text("\(count.vietnamese) số liệu", "\(Self.count(count, .english)) figures")
    }

    static func historyTitle(_ indicator: Indicator, _ name: String) -> Text {
        Text("\(indicator.rawValue) của \(name)", "\(indicator.rawValue) of \(name)")
    }

    static func refusal(_ refusal: BaselineDecisionRefusal) -> Text {
        switch refusal {
        case .unknownBatch: notFound.0
        case .decided(_, let decision):
            Text(
                "\(person(decision.by)) đã \(decision.isApproved ? "phê duyệt" : "từ chối") lô này ngày "
                    + "\(CalendarDay(decision.at).vietnamese). Muốn đổi, hãy nhập lại số liệu.",
                "\(person(decision.by)) \(decision.isApproved ? "approved" : "rejected") the batch on "
                    + "\(CalendarDay(decision.at).vietnamese). Import the figures again to change that.")
        case .samePerson: ownBatch
        case .outdated(let batch, let baseline):
            Text(
                "Lô \(batch), nhập sau, đã được phê duyệt với số liệu khác cho \(baseline.indicator.rawValue) của "
                    + "\(baseline.scope), \(baseline.period.vietnamese). Hãy từ chối lô này, hoặc nhập lại.",
                "Batch \(batch), imported later, is approved with other figures for \(baseline.name). Reject this one, or "
                    + "import it again.")
        case .noReason: rejectionReasonMissing
        }
    }

    /// What a baseline is of: `R1 · Xã Một · Quý I/2021`.
    static func baselineName(_ baseline: Baseline, _ sites: SiteRecords) -> Text {
        func name(_ language: Language) -> String {
            "\(baseline.indicator.rawValue) · "
                + "\(scopeName(baseline.scope, sites, on: baseline.period.last)(language)) · "
                + anyPeriodName(baseline.period)(language)
        }
        return Text(name(.vietnamese), name(.english))
    }

    static func scopeName(_ scope: Baseline.Scope, _ sites: SiteRecords, on day: CalendarDay) -> Text {
        switch scope {
        case .level(let level): return levelName(level)
        case .authority(let code, let level):
            return Text("\(code) (\(levelName(level).vietnamese))", "\(code) (\(levelName(level).english))")
        case .site(let id):
            let site = sites.nearest(id, to: day)
            let name = site.map { $0.pageName(under: $0.parent.flatMap { sites.nearest($0, to: day) }) }
            return Text(name ?? id.rawValue, name ?? id.rawValue)
        }
    }

    /// `1.234`, or with a reported numerator `500 / 1.234`.
    static func baselineFigure(_ baseline: Baseline, _ language: Language) -> String {
        let denominator = count(baseline.denominator, language)
        return baseline.reportedNumerator.map { "\(count($0, language)) / \(denominator)" } ?? denominator
    }

    /// A period of any form; spans that are no calendar period have no name but their days.
    static func anyPeriodName(_ period: Period) -> Text {
        guard period.description.contains("/") else { return periodName(period) }
        let days = "\(period.first.vietnamese)–\(period.last.vietnamese)"
        return Text(days, days)
    }
}
