import Dossiers
import FoundationEssentials
import Progress
import Registry

/// A baseline as JSON answers give it.
struct BaselineAnswer: Encodable {
    let indicator: Indicator
    let scope: String
    let period: String
    let denominator: Int
    let numerator: Int?
    let source: String
    /// Whether the figures are to stand no more.
    let isWithdrawal: Bool

    init(_ baseline: Baseline) {
        isWithdrawal = baseline.isWithdrawal
        indicator = baseline.indicator
        scope = baseline.scope.description
        period = baseline.period.description
        denominator = baseline.denominator
        numerator = baseline.reportedNumerator
        source = baseline.source
    }
}

/// What an import would do, as JSON.
struct BaselinePreviewAnswer: Encodable {
    let added: [BaselineAnswer]
    let changed: [Change]
    let unchanged: Int
    let sums: [Sum]
    let warnings: [String]

    struct Change: Encodable {
        let from: BaselineAnswer
        let to: BaselineAnswer
    }

    struct Sum: Encodable {
        let indicator: Indicator
        let period: String
        let level: Level
        let before: Int
        let after: Int
    }

    init(_ preview: BaselinePreview) {
        added = preview.changes.added.map(BaselineAnswer.init)
        changed = preview.changes.replaced.map {
            Change(from: BaselineAnswer($0.former), to: BaselineAnswer($0.new))
        }
        unchanged = preview.changes.unchanged
        sums = preview.sums.map {
            Sum(
                indicator: $0.indicator, period: $0.period.description, level: $0.level, before: $0.before,
                after: $0.after)
        }
        warnings = preview.warnings.map(\.warning)
    }
}

/// A batch of baselines as JSON answers give it.
struct BaselineBatchAnswer: Encodable {
    let batch: Int64
    let file: String
    let importedAt: Date
    let importedBy: String
    /// pending, approved or rejected.
    let state: String
    let decidedBy: String?
    let entries: [BaselineAnswer]

    init(_ batch: BaselineBatch) {
        self.batch = batch.id
        file = batch.file
        importedAt = batch.importedAt
        importedBy = batch.importedBy
        state = BaselineDecision.state(batch.decision)
        decidedBy = batch.decision?.by
        entries = batch.entries.map(BaselineAnswer.init)
    }
}

extension BaselineDecision {
    /// pending, approved or rejected.
    static func state(_ decision: BaselineDecision?) -> String {
        decision.map { $0.isApproved ? "approved" : "rejected" } ?? "pending"
    }
}

extension BaselineDecisionRefusal: CannotRun {
    /// What is in the way, and what to do.
    public var description: String {
        switch self {
        case .unknownBatch(let id):
            "there is no batch \(id); 'sohoa-collector baseline pending' shows those that wait"
        case .decided(let id, let decision):
            "batch \(id) was \(BaselineDecision.state(decision)) by \(decision.by) on \(CalendarDay(decision.at)); import "
                + "the figures again to change that"
        case .samePerson(let person):
            "\(person) imported the batch, so that another person must approve it; name that person with --by"
        case .outdated(let batch, let baseline):
            "batch \(batch), imported later, is approved with other figures for \(baseline.name); reject this one, or "
                + "import it again"
        case .noReason: "say with --reason why it is rejected"
        }
    }
}
