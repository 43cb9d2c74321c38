import FoundationEssentials
import Registry

/// A batch of baselines in a list.
struct BatchRow: Sendable {
    let number: String
    let path: String
    let file: String
    let sources: String
    let figures: String
    let importedAt: String
    let importedBy: String
    let state: String
    let kind: String
    /// Who decided when; nil while it waits.
    let decided: String?
    let reason: String?

    init(_ batch: BaselineBatchSign, _ language: Language) {
        number = "\(batch.id)"
        path = "/approvals/\(batch.id)"
        file = batch.file
        sources = batch.sources.joined(separator: " · ")
        figures = Texts.count(batch.figures, language)
        importedAt = VietnamTime.text(batch.importedAt)
        importedBy = Texts.person(batch.importedBy)
        (state, kind) = Texts.decision(batch.decision, language)
        decided = batch.decision.map { "\(Texts.person($0.by)) · \(VietnamTime.text($0.at))" }
        reason = batch.decision.flatMap { $0.isApproved ? nil : $0.reason }
    }
}
