import Dossiers
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Progress
import Registry

/// Baselines that wait for a second person: what each batch would change, from which document, and the decision.
struct ApprovalPages: Sendable {
    let gate: WebGate

    var endpoints: [Endpoint] {
        [
            gate.endpoint("/approvals", for: .provincialHolders(.seeImports), get: list),
            gate.endpoint(
                "/approvals/{batch}", for: .provincialHolders(.seeImports), get: { try await show($0, nil) },
                post: decide),
        ]
    }

    /// Batches on a page, figures of a batch, and characters of a reason.
    private static let (size, most, longestReason) = (50, 500, 200)

    private struct ListView: Sendable {
        let tabs: [FrameView.Link]
        let rule: String
        let rows: [BatchRow]
        let older: String?
        let newest: String?
    }

    private struct Row: Sendable {
        /// Nil once the batch is decided: what it then is against would say nothing.
        let change: String?
        let kind: String
        let name: String
        let code: String
        let before: String?
        let after: String?
        let history: String?
    }

    private struct View: Sendable {
        let tabs: [FrameView.Link]
        let csrf: String
        let batch: BatchRow
        let isPending: Bool
        let rows: [Row]
        let more: String?
        let sums: [ImportPreview.Sum]
        let hasSums: Bool
        let seen: String
        let mayDecide: Bool
        /// Why the visitor cannot approve; nil where that can be.
        let barred: String?
        let said: String?
        let problem: String?
    }

    // MARK: The list

    @concurrent
    private func list(_ ask: WebAsk) async throws -> Response {
        let language = ask.language
        let before = try ask.query.text("before").flatMap { Int64($0) }
        let (batches, pending, needsSecond) = try await gate.registry.perform { registry throws(RegistryError) in
            (
                try registry.baselineBatches(before: before ?? .max, limit: Self.size + 1),
                try registry.pendingBaselineCount(), try registry.baselinesNeedSecondPerson()
            )
        }
        let shown = batches.prefix(Self.size)
        let view = ListView(
            tabs: ImportTabs(.approvals, pending: pending, try ask.member.access, language).tabs,
            rule: (needsSecond ? Texts.ruleTwo : Texts.ruleOne)(language), rows: shown.map { BatchRow($0, language) },
            older: batches.count > Self.size ? shown.last.map { "/approvals?before=\($0.id)" } : nil,
            newest: before == nil ? nil : "/approvals")
        return ask.page("approvals", view, title: Texts.tabApprovals(language), at: .imports)
    }

    // MARK: One batch

    private struct Reading: Sendable {
        let sign: BaselineBatchSign
        let preview: ImportPreview
        let pending: Int
        let needsSecond: Bool
    }

    private func read(_ ask: WebAsk) async throws -> Reading {
        guard let id = Int64(exactly: try ask.number("batch")), id < .max else { throw WebProblem.notFound }
        let language = ask.language
        let reading = try await gate.registry.perform { registry throws(RegistryError) -> Reading? in
            guard let sign = try registry.baselineBatches(before: id + 1, limit: 1).first, sign.id == id,
                let batch = try registry.baselineBatch(id)
            else { return nil }
            let ground = try registry.baselineGround()
            let changes = batch.isPending ? BaselinePreview(of: batch, on: ground) : BaselinePreview(contentsOf: batch)
            let preview = ImportPreview(changes, ground.sites, language)
            return Reading(
                sign: sign, preview: preview, pending: ground.pending.count,
                needsSecond: try registry.baselinesNeedSecondPerson())
        }
        guard let reading else { throw WebProblem.notFound }
        return reading
    }

    private func show(_ ask: WebAsk, _ problem: Text?) async throws -> Response {
        let (visitor, reading) = (try ask.member, try await read(ask))
        let (language, isPending) = (ask.language, reading.sign.decision == nil)
        let isOwn = BaselineDecision.isSamePerson(visitor.account.actor, reading.sign.importedBy)
        let said = try ask.query["said"].flatMap(Said.init(rawValue:))
        let view = View(
            tabs: ImportTabs(.approvals, pending: reading.pending, visitor.access, language).tabs,
            csrf: visitor.session.csrf,
            batch: BatchRow(reading.sign, language), isPending: isPending, rows: rows(of: reading, language),
            more: reading.preview.rows.count > Self.most
                ? Texts.moreFigures(Self.most, of: reading.preview.rows.count)(language) : nil,
            sums: isPending ? reading.preview.sums : [], hasSums: isPending && !reading.preview.sums.isEmpty,
            seen: reading.preview.digest, mayDecide: visitor.access.allows(.importTables) && isPending,
            barred: isOwn && reading.needsSecond ? Texts.ownBatch(language) : nil,
            said: said?.text(isPending: isPending)(language), problem: problem?(language))
        return ask.page(
            "approval", view, title: Texts.batchTitle(reading.sign.id)(language), at: .imports,
            status: problem == nil ? .ok : .unprocessableContent)
    }

    /// What it changes while it waits; what it holds once it is decided.
    private func rows(of reading: Reading, _ language: Language) -> [Row] {
        let isPending = reading.sign.decision == nil
        return reading.preview.rows.prefix(Self.most).map { row in
            Row(
                change: isPending ? Texts.change(row.change)(language) : nil, kind: row.change.kind, name: row.name,
                code: row.code, before: isPending ? row.before : nil, after: row.after, history: row.more)
        }
    }

    // MARK: The decision

    private enum Said: String {
        case imported, approved, rejected

        func text(isPending: Bool) -> Text {
            switch self {
            case .imported: isPending ? Texts.batchWaits : Texts.batchCounts
            case .approved: Texts.batchApproved
            case .rejected: Texts.batchRejected
            }
        }
    }

    @concurrent
    private func decide(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        try visitor.require(.importTables)
        let reading = try await read(ask)
        let (id, actor, now) = (reading.sign.id, visitor.account.actor, ask.now)
        let outcome: Result<BaselineBatch, BaselineDecisionRefusal>
        let said: Said
        switch ask.form.text("do") {
        case "approve":
            // Between the look and the word another batch may have been approved, so that this one would replace others.
            guard ask.form.text("seen") == reading.preview.digest || reading.sign.decision != nil else {
                return try await show(ask, Texts.batchMoved)
            }
            outcome = try await gate.registry.perform { registry throws(RegistryError) in
                try registry.approveBaselines(id, by: actor, at: now)
            }
            said = .approved
        case "reject":
            let reason = ask.form.text("reason") ?? ""
            guard isField(reason, limit: Self.longestReason) else {
                return try await show(ask, Texts.rejectionReasonMissing)
            }
            outcome = try await gate.registry.perform { registry throws(RegistryError) in
                try registry.rejectBaselines(id, reason: reason, by: actor, at: now)
            }
            said = .rejected
        default: throw WebProblem.malformed
        }
        switch outcome {
        case .success: return WebAsk.seeOther("/approvals/\(id)?said=\(said.rawValue)")
        case .failure(let refusal): return try await show(ask, Texts.refusal(refusal))
        }
    }
}
