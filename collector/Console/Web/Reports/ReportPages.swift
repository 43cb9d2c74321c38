import Dossiers
import Exchange
import Exports
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Progress
import Registry

/// Frozen reports: made, looked at, compared with what has arrived since, and taken along as files.
struct ReportPages: Sendable {
    let gate: WebGate
    /// The collector's identity, its program's version and its key, which stand in what is signed.
    let collector: String
    let version: String
    let key: SigningKey

    var endpoints: [Endpoint] {
        [
            gate.endpoint(
                "/reports", for: .provincialHolders(.seeImports), get: { try await list($0, nil) }, post: freeze),
            gate.endpoint("/reports/{number}", for: .provincialHolders(.seeImports), get: show, post: export),
        ]
    }

    private struct Row: Sendable {
        let number: Int
        let period: String
        let day: String
        let frozenAt: String
        let frozenBy: String
    }

    private struct ListView: Sendable {
        let csrf: String
        let mayFreeze: Bool
        let rows: [Row]
        let period: String
        let day: String
        let problem: String?
    }

    private struct Adjustment: Sendable {
        let indicator: String
        let name: String
        let old: String
        let new: String
    }

    private struct ReportView: Sendable {
        let csrf: String
        let row: Row
        let digest: String
        let tables: [FigureTable]
        let adjustments: [Adjustment]
        let problem: String?
    }

    // MARK: The list

    @concurrent
    private func list(_ ask: WebAsk, _ problem: String?) async throws -> Response {
        let visitor = try ask.member
        let snapshots = try await gate.registry.perform { registry throws(RegistryError) in try registry.snapshots() }
        let today = CalendarDay(ask.now)
        let view = ListView(
            csrf: visitor.session.csrf, mayFreeze: visitor.access.allows(.importTables),
            rows: snapshots.reversed().map(row), period: ask.form.text("period") ?? "\(today.year)",
            day: ask.form.text("day") ?? "", problem: problem)
        return ask.page(
            "reports", view, title: Texts.pageName(.reports)(ask.language), at: .reports,
            status: problem == nil ? .ok : .unprocessableContent)
    }

    private func row(of snapshot: StoredSnapshot) -> Row {
        Row(
            number: snapshot.number, period: Period(snapshot.period)?.vietnamese ?? snapshot.period,
            day: snapshot.day.vietnamese, frozenAt: VietnamTime.text(snapshot.frozenAt),
            frozenBy: snapshot.frozenBy)
    }

    @concurrent
    private func freeze(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        try visitor.require(.importTables)
        guard let period = ask.form.text("period").flatMap({ Period($0) }) else {
            return try await list(ask, Texts.badPeriod(ask.language))
        }
        let day = ask.form.text("day")
        guard let asOf = day.map({ CalendarDay($0) }) ?? CalendarDay(ask.now) else {
            return try await list(ask, Texts.badDay(ask.language))
        }
        let (collector, version, key, now) = (collector, version, key, ask.now)
        let outcome = try await gate.registry.perform { registry throws(RegistryError) in
            try registry.freezeReport(
                period: period, asOf: asOf, decimals: 2, collector: collector, program: version, key: key,
                by: visitor.account.actor, at: now)
        }
        switch outcome {
        case .success(let snapshot): return WebAsk.seeOther("/reports/\(snapshot.number)")
        case .failure: return try await list(ask, Texts.periodNotBegun(ask.language))
        }
    }

    // MARK: One report

    @concurrent
    private func show(_ ask: WebAsk) async throws -> Response { try await page(ask, nil) }

    private func page(_ ask: WebAsk, _ problem: String?) async throws -> Response {
        let visitor = try ask.member
        let (snapshot, published) = try await report(ask)
        let comparison = try await gate.registry.perform { registry throws(RegistryError) in
            Result { try ReportComparison.make(published, from: registry) }
        }.get()
        var brief = published.report
        brief.lines.removeAll(where: \.isOfOffice)
        let view = ReportView(
            csrf: visitor.session.csrf, row: row(of: snapshot), digest: snapshot.digest.rawValue,
            tables: brief.request.indicators.compactMap { indicator in
                FigureTable(indicator, brief.lines.filter { $0.indicator == indicator }, nil, ask.language)
            },
            adjustments: comparison.adjustments.map {
                Adjustment(
                    indicator: $0.indicator.rawValue, name: $0.name, old: Self.text($0.old), new: Self.text($0.new))
            }, problem: problem)
        return ask.page(
            "report", view, title: Texts.reportTitle(snapshot.number)(ask.language), at: .reports,
            status: problem == nil ? .ok : .unprocessableContent)
    }

    /// The report as a file. It is in the trail before its first byte is sent.
    @concurrent
    private func export(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        guard let form = ask.form.text("form").flatMap(ReportFile.init(rawValue:)) else { throw WebProblem.malformed }
        guard let heading = heading(ask.form) else { return try await page(ask, Texts.badHeading(ask.language)) }
        let (snapshot, published) = try await report(ask)
        let entry = visitor.entry(
            "report.export", "report \(snapshot.number)", detail: form.rawValue, at: ask.now)
        let bytes = try await gate.registry.perform { registry throws(RegistryError) in
            try registry.audit(entry)
            return Result { try form.bytes(of: published, snapshot, heading: heading) }
        }.get()
        return Response(
            status: .ok,
            headers: [
                .contentType: form.mediaType,
                .contentDisposition: "attachment; filename=\"report-\(snapshot.number).\(form.rawValue)\"",
            ], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private func report(_ ask: WebAsk) async throws -> (StoredSnapshot, PublishedReport) {
        let number = try ask.number("number")
        let verification = key.verificationKey
        return try await gate.registry.perform { registry throws(RegistryError) -> Result<_, any Error> in
            guard let snapshot = try registry.snapshot(number) else { return .failure(WebProblem.notFound) }
            return Result { (snapshot, try registry.frozenReport(number, key: verification).report) }
        }.get()
    }

    /// What stands around the figures on paper; nil where a line is too long.
    private func heading(_ form: FormFields) -> ReportHeading? {
        let lines = { (name: String) in
            (form[name] ?? "").split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
                .filter { !$0.isEmpty }
        }
        let texts = ["superior", "organisation", "number", "place", "signer"].compactMap { form.text($0) }
        guard (texts + lines("signerTitles") + lines("recipients")).allSatisfy({ $0.unicodeScalars.count <= 200 })
        else {
            return nil
        }
        return ReportHeading(
            superior: form.text("superior"), organisation: form.text("organisation") ?? "……",
            number: form.text("number"), place: form.text("place") ?? "……",
            date: form.text("date").flatMap { CalendarDay($0) }, signerTitles: lines("signerTitles"),
            signer: form.text("signer"), recipients: lines("recipients"))
    }

    private static func text(_ rate: Rate?) -> String {
        guard let rate else { return "–" }
        return "\(rate.numerator.vietnamese)/\(rate.denominator?.vietnamese ?? "–")"
    }
}
