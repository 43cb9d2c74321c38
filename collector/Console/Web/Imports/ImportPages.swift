import Dossiers
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Progress
import Registry

/// What can be imported: what each table is, who brought it last, taking it along as a file, and bringing one.
struct ImportPages: Sendable {
    let gate: WebGate
    let shelf: ImportShelf

    var endpoints: [Endpoint] {
        [gate.endpoint("/imports", for: .provincialHolders(.seeImports), get: overview)]
            + ImportKind.allCases.flatMap { kind in
                [
                    gate.endpoint(
                        kind.path, for: .provincialHolders(.seeImports), file: ImportLimit.bytes,
                        get: { try await page(kind, $0) }, post: { try await upload(kind, $0) }),
                    gate.endpoint(
                        "\(kind.path)/table.csv", for: kind.audience, get: { try await export(kind, $0) }),
                ]
            }
            + [gate.endpoint("/imports/successions/form", for: .holders(.importTables), post: succeed)]
    }

    /// The last import of a table.
    struct Last: Sendable {
        let at: String
        let by: String
        let source: String
    }

    private struct Table: Sendable {
        let name: String
        let about: String
        let path: String
        let csv: String
        let required: String
        let optional: String?
        let last: Last?
        let mayImport: Bool
    }

    private struct Overview: Sendable {
        let tabs: [FrameView.Link]
        let tables: [Table]
        let said: String?
    }

    private struct Office: Sendable {
        let id: String
        let name: String
    }

    private struct Choice: Sendable {
        let value: String
        let name: String
        let isChosen: Bool
    }

    /// The form by which offices are made to follow others.
    private struct SuccessionFields: Sendable {
        let csrf: String
        let from: [Field]
        let to: [Field]
        let kinds: [Choice]
        let day: String
        let decree: String
        let offices: [Office]
        let problem: String?

        struct Field: Sendable {
            let number: Int
            let value: String
            let isFirst: Bool
        }
    }

    private struct View: Sendable {
        let csrf: String
        let table: Table
        let limits: String
        let isBaselines: Bool
        /// Whether a document may be named that the file itself does not name.
        let takesDocument: Bool
        let documentHint: String
        let document: String
        let period: String
        let problem: String?
        let problems: ImportProblems?
        let succession: SuccessionFields?
    }

    // MARK: Looking

    @concurrent
    private func overview(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        let (language, mayImport) = (ask.language, visitor.access.allows(.importTables))
        let said = try ask.query["said"].flatMap(ImportKind.init(rawValue:)).map {
            Texts.imported(Texts.importName($0))(language)
        }
        let (lasts, pending) = try await gate.registry.perform { registry throws(RegistryError) in
            var lasts: [ImportKind: Last] = [:]
            for kind in ImportKind.allCases { lasts[kind] = try Self.last(kind, from: registry) }
            return (lasts, try registry.pendingBaselineCount())
        }
        let view = Overview(
            tabs: ImportTabs(.imports, pending: pending, visitor.access, language).tabs,
            tables: ImportKind.allCases.map { Self.table($0, lasts[$0], mayImport, language) }, said: said)
        return ask.page("imports", view, title: Texts.pageName(.imports)(language), at: .imports)
    }

    private static func table(
        _ kind: ImportKind, _ last: Last?, _ mayImport: Bool, _ language: Language
    ) -> Table {
        let columns = kind.columns
        return Table(
            name: Texts.importName(kind)(language), about: Texts.importAbout(kind)(language), path: kind.path,
            csv: "\(kind.path)/table.csv", required: columns.required.joined(separator: ", "),
            optional: columns.optional.isEmpty ? nil : columns.optional.joined(separator: ", "), last: last,
            mayImport: mayImport)
    }

    private static func last(_ kind: ImportKind, from registry: Registry) throws(RegistryError) -> Last? {
        if kind == .baselines {
            guard let batch = try registry.baselineBatches(limit: 1).first else { return nil }
            return Last(
                at: VietnamTime.text(batch.importedAt), by: Texts.person(batch.importedBy),
                source: ([batch.file] + batch.sources).filter { !$0.isEmpty }.joined(separator: " · "))
        }
        var latest: AuditRecord?
        for action in kind.actions {
            guard let record = try registry.auditTrail(AuditQuery(action: action, limit: 1)).first else { continue }
            if latest.map({ ($0.entry.at, $0.id) < (record.entry.at, record.id) }) ?? true { latest = record }
        }
        return latest.map {
            Last(at: VietnamTime.text($0.entry.at), by: Texts.person($0.entry.actor), source: kind.source(of: $0.entry))
        }
    }

    @concurrent
    private func page(_ kind: ImportKind, _ ask: WebAsk) async throws -> Response {
        // What was brought is no longer held.
        let isGone = try ask.query["gone"] != nil
        return try await page(kind, ask, problem: isGone ? Texts.importGone : nil)
    }

    /// The page of a kind, with what is wrong with what was sent.
    private func page(
        _ kind: ImportKind, _ ask: WebAsk, problem: Text? = nil, _ stop: ImportTable.Stop? = nil,
        succession form: SuccessionForm? = nil
    ) async throws -> Response {
        let visitor = try ask.member
        let (language, mayImport) = (ask.language, visitor.access.allows(.importTables))
        let now = ask.now
        let (last, records) = try await gate.registry.perform { registry throws(RegistryError) in
            (try Self.last(kind, from: registry), kind == .successions ? try registry.siteRecords() : nil)
        }
        let view = View(
            csrf: visitor.session.csrf, table: Self.table(kind, last, mayImport, language),
            limits: Texts.importLimits(language), isBaselines: kind == .baselines, takesDocument: kind != .successions,
            documentHint: (kind == .baselines ? Texts.documentOfBaselines : Texts.documentOfTable)(language),
            document: ask.form.text("document") ?? "", period: ask.form.text("period") ?? "",
            problem: form == nil ? problem?(language) : nil,
            problems: stop.map { ImportProblems($0, language) },
            succession: records.map { records in
                let form = form ?? SuccessionForm(.empty)
                return succession(
                    form, records, on: CalendarDay(now), csrf: visitor.session.csrf, problem?(language), language)
            })
        return ask.page(
            "import", view, title: view.table.name, at: .imports,
            status: problem == nil && stop == nil ? .ok : .unprocessableContent)
    }

    private func succession(
        _ form: SuccessionForm, _ records: SiteRecords, on today: CalendarDay, csrf: String, _ problem: String?,
        _ language: Language
    ) -> SuccessionFields {
        func fields(_ typed: [String], _ count: Int) -> [SuccessionFields.Field] {
            (0..<count).map {
                SuccessionFields.Field(
                    number: $0 + 1, value: $0 < typed.count ? typed[$0] : "", isFirst: $0 == 0)
            }
        }
        let offices = records.facts.keys.sorted().compactMap { id -> Office? in
            guard let site = records.nearest(id, to: today) else { return nil }
            return Office(
                id: id.rawValue, name: site.pageName(under: site.parent.flatMap { records.nearest($0, to: today) }))
        }
        return SuccessionFields(
            csrf: csrf, from: fields(form.predecessors, SuccessionForm.mostPredecessors),
            to: fields(form.successors, SuccessionForm.mostSuccessors),
            kinds: Succession.Kind.allCases.map {
                Choice(
                    value: $0.rawValue, name: Texts.successionKind($0)(language), isChosen: $0.rawValue == form.kind)
            },
            day: form.day, decree: form.decree, offices: offices, problem: problem)
    }

    // MARK: Bringing

    @concurrent
    private func upload(_ kind: ImportKind, _ ask: WebAsk) async throws -> Response {
        try ask.member.require(.importTables)
        guard let file = ask.file, file.field == "file" else {
            return try await page(kind, ask, problem: Texts.fileMissing)
        }
        let document = ask.form.text("document")
        if let document, !isField(document, limit: TextLimit.name) {
            return try await page(kind, ask, problem: Texts.documentTooLong)
        }
        let period = kind == .baselines ? ask.form.text("period") : nil
        if let period, Period(period) == nil { return try await page(kind, ask, problem: Texts.badPeriod) }
        return try await hold(
            ImportOrder(
                kind: kind, content: .file(name: file.name, bytes: file.bytes),
                document: kind == .successions ? nil : document, period: period.flatMap { Period($0) }), ask)
    }

    @concurrent
    private func succeed(_ ask: WebAsk) async throws -> Response {
        let form = SuccessionForm(ask.form)
        if let problem = form.problem { return try await page(.successions, ask, problem: problem, succession: form) }
        return try await hold(ImportOrder(kind: .successions, content: .form(form)), ask, form)
    }

    /// Looks at what was brought: what is wrong is told at once, what can be imported is held for its preview.
    private func hold(_ order: ImportOrder, _ ask: WebAsk, _ form: SuccessionForm? = nil) async throws -> Response {
        let (session, language) = (try ask.member.session.digest, ask.language)
        let outcome = try await gate.registry.perform { registry throws(RegistryError) in
            try order.preview(from: registry, language)
        }
        switch outcome {
        case .failure(let stop): return try await page(order.kind, ask, stop, succession: form)
        case .success:
            let token = shelf.put(order, of: session, at: ask.now)
            return WebAsk.seeOther("\(order.kind.path)/preview/\(token)")
        }
    }

    // MARK: Taking along

    /// The table as a file that can be imported again. It is in the trail before its first byte is sent.
    @concurrent
    private func export(_ kind: ImportKind, _ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        let entry = visitor.entry("table.export", kind.rawValue, site: visitor.account.scope, at: ask.now)
        let reach = visitor.access.reach
        let text = try await gate.registry.perform { registry throws(RegistryError) in
            try registry.audit(entry)
            switch kind {
            case .sites: return SiteTable.export(try registry.siteRecords())
            case .successions: return SuccessionTable.export(try registry.siteRecords().successions)
            case .baselines: return BaselineTable.export(try registry.baselines().filter { reach.covers($0.scope) })
            case .targets: return TargetTable.export(try registry.targets())
            case .procedures: return ProcedureTable.export(try registry.catalogue())
            }
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8",
                .contentDisposition: "attachment; filename=\"\(kind.rawValue)-\(CalendarDay(ask.now)).csv\"",
            ], body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}

extension ImportKind {
    /// Who may take the table along: denominators are each office's own to see, the other tables the province's.
    fileprivate var audience: WebGate.Audience {
        switch self {
        case .baselines: .holders(.seeImports)
        case .sites, .successions, .targets, .procedures: .provincialHolders(.seeImports)
        }
    }
}
