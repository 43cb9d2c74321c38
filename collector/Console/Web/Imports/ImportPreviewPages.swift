import Dossiers
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Progress
import Registry

/// What an import would do, looked at before the word is given; and the word.
struct ImportPreviewPages: Sendable {
    let gate: WebGate
    let shelf: ImportShelf

    var endpoints: [Endpoint] {
        ImportKind.allCases.flatMap { kind in
            [
                gate.endpoint(
                    "\(kind.path)/preview/{token}", for: .holders(.importTables), get: { try await show(kind, $0) },
                    post: { try await confirm(kind, $0) }),
                gate.endpoint(
                    "\(kind.path)/preview/{token}/changes.csv", for: .holders(.importTables),
                    get: { try await rows(kind, $0) }),
            ]
        }
    }

    /// The most rows on the page; the file has all.
    private static let most = 500

    private struct Count: Sendable {
        let name: String
        let count: String
        let kind: String
    }

    private struct Row: Sendable {
        let change: String
        let kind: String
        let name: String
        let code: String
        let before: String?
        let after: String?
    }

    private struct View: Sendable {
        let csrf: String
        let path: String
        let back: String
        let name: String
        let file: String
        let document: String?
        let period: String?
        let counts: [Count]
        let rows: [Row]
        let more: String?
        let csv: String
        let sums: [ImportPreview.Sum]
        let hasSums: Bool
        let warnings: ImportProblems
        let hasWarnings: Bool
        let overwrites: Bool
        let changesAnything: Bool
        let seen: String
        let consequence: String
        var problem: String?
    }

    @concurrent
    private func show(_ kind: ImportKind, _ ask: WebAsk) async throws -> Response { try await show(kind, ask, nil) }

    private func show(_ kind: ImportKind, _ ask: WebAsk, _ problem: Text?) async throws -> Response {
        guard let order = try held(kind, ask) else { return gone(kind) }
        let language = ask.language
        let (outcome, needsSecond) = try await gate.registry.perform { registry throws(RegistryError) in
            (try order.preview(from: registry, language), try registry.baselinesNeedSecondPerson())
        }
        switch outcome {
        // It was right when it was brought: what is known has changed since.
        case .failure(let stop): return stopped(kind, stop, ask)
        case .success(let preview):
            let view = try view(order, preview, needsSecond, problem, ask)
            return ask.page(
                "import-preview", view, title: Texts.previewTitle(ask.language), at: .imports,
                status: problem == nil ? .ok : .unprocessableContent)
        }
    }

    private func view(
        _ order: ImportOrder, _ preview: ImportPreview, _ needsSecond: Bool, _ problem: Text?, _ ask: WebAsk
    ) throws -> View {
        let (language, path) = (ask.language, ask.request.uri.path)
        let consequence =
            order.kind != .baselines
            ? Texts.countsAtOnce : needsSecond ? Texts.countsOnceApproved : Texts.countsByOnePerson
        return View(
            csrf: try ask.member.session.csrf, path: path, back: order.kind.path,
            name: Texts.importName(order.kind)(language), file: order.name, document: order.document,
            period: order.period.map { Texts.anyPeriodName($0)(language) },
            counts: ImportPreview.Change.allCases.compactMap { change in
                let count = preview.count(change)
                return count == 0
                    ? nil
                    : Count(
                        name: Texts.change(change)(language), count: Texts.count(count, language), kind: change.kind)
            } + [
                Count(
                    name: Texts.changeNone(language), count: Texts.count(preview.unchanged, language), kind: "")
            ],
            rows: preview.rows.prefix(Self.most).map {
                Row(
                    change: Texts.change($0.change)(language), kind: $0.change.kind, name: $0.name, code: $0.code,
                    before: $0.before, after: $0.after)
            },
            more: preview.rows.count > Self.most ? Texts.moreRows(Self.most, of: preview.rows.count)(language) : nil,
            csv: path + "/changes.csv", sums: preview.sums, hasSums: !preview.sums.isEmpty,
            warnings: ImportProblems(preview.warnings, language), hasWarnings: !preview.warnings.isEmpty,
            overwrites: preview.overwrites, changesAnything: !preview.rows.isEmpty, seen: preview.digest,
            consequence: consequence(language), problem: problem?(language))
    }

    // MARK: The word

    @concurrent
    private func confirm(_ kind: ImportKind, _ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        let token = ask.context.parameters.get("token") ?? ""
        if ask.form.text("do") == "cancel" {
            shelf.drop(token, of: visitor.session.digest)
            return WebAsk.seeOther(kind.path)
        }
        let order: ImportOrder
        switch shelf.take(token, of: visitor.session.digest, at: ask.now) {
        case .done(let path): return WebAsk.seeOther(path)
        case .order(let held) where held.kind == kind: order = held
        case .order, nil: return gone(kind)
        }
        guard let seen = ask.form.text("seen") else { throw WebProblem.malformed }
        let (language, now, isAgreed) = (ask.language, ask.now, ask.form.text("agreed") != nil)
        let outcome = try await gate.registry.perform { registry throws(RegistryError) in
            try order.carryOut(
                in: registry, by: visitor.account.actor, at: now, seen: seen, mayOverwrite: isAgreed, language)
        }
        switch outcome {
        case .success(let batch):
            let path = batch.map { "/approvals/\($0.id)?said=imported" } ?? "/imports?said=\(kind.rawValue)"
            shelf.finish(token, path: path)
            return WebAsk.seeOther(path)
        case .failure(.moved): return try await show(kind, ask, Texts.importMoved)
        case .failure(.notAgreed): return try await show(kind, ask, Texts.overwriteNotAgreed)
        case .failure(let stop): return stopped(kind, stop, ask)
        }
    }

    private struct StoppedView: Sendable {
        let back: String
        let name: String
        let problems: ImportProblems
    }

    private func stopped(_ kind: ImportKind, _ stop: ImportTable.Stop, _ ask: WebAsk) -> Response {
        let view = StoppedView(
            back: kind.path, name: Texts.importName(kind)(ask.language), problems: ImportProblems(stop, ask.language))
        return ask.page(
            "import-stopped", view, title: Texts.importStopped(ask.language), at: .imports,
            status: .unprocessableContent)
    }

    /// What is held under the address's token, for this kind.
    private func held(_ kind: ImportKind, _ ask: WebAsk) throws(WebProblem) -> ImportOrder? {
        let token = ask.context.parameters.get("token") ?? ""
        guard case .order(let order) = shelf.take(token, of: try ask.member.session.digest, at: ask.now),
            order.kind == kind
        else { return nil }
        return order
    }

    private func gone(_ kind: ImportKind) -> Response { WebAsk.seeOther("\(kind.path)?gone=1") }

    // MARK: All of it as a file

    @concurrent
    private func rows(_ kind: ImportKind, _ ask: WebAsk) async throws -> Response {
        guard let order = try held(kind, ask) else { return gone(kind) }
        let language = ask.language
        let outcome = try await gate.registry.perform { registry throws(RegistryError) in
            try order.preview(from: registry, language)
        }
        switch outcome {
        case .failure(let stop): return stopped(kind, stop, ask)
        case .success(let preview):
            let heads = [Texts.changeColumn, Texts.whatColumn, Texts.codeColumn, Texts.beforeColumn, Texts.afterColumn]
            let text = CSVField.file(
                [heads.map { $0(language) }]
                    + preview.rows.map {
                        [Texts.change($0.change)(language), $0.name, $0.code, $0.before ?? "", $0.after ?? ""]
                    })
            return Response(
                status: .ok,
                headers: [
                    .contentType: "text/csv; charset=utf-8",
                    .contentDisposition: "attachment; filename=\"changes-\(kind.rawValue).csv\"",
                ], body: .init(byteBuffer: ByteBuffer(string: text)))
        }
    }
}
