import Dossiers
import Exchange
import FoundationEssentials
import Hummingbird
import Registry

/// Frozen reports: of the whole province, and so for systems that reach it.
struct SystemReportRoutes: Sendable {
    let gate: SystemGate

    var endpoints: [Endpoint] {
        [
            gate.endpoint("/reports", needs: .seeImports, list),
            gate.endpoint("/reports/{number}", needs: .seeImports, gives: SystemGate.envelope, envelope),
        ]
    }

    private struct Answer: Encodable { let reports: [Row] }

    private struct Row: Encodable {
        let number: Int
        let digest: ContentDigest
        let period: String
        let day: CalendarDay
        let frozenAt: Date
        let frozenBy: String
    }

    @concurrent
    private func list(_ ask: SystemAsk) async throws -> Response {
        _ = try SystemQuery(ask.request)
        try ask.requireProvince()
        let snapshots = try await ask.registry.perform { registry throws(RegistryError) in try registry.snapshots() }
        return ask.json(
            Answer(
                reports: snapshots.map {
                    Row(
                        number: $0.number, digest: $0.digest, period: $0.period, day: $0.day, frozenAt: $0.frozenAt,
                        frozenBy: $0.frozenBy)
                }))
    }

    /// The signed document. Its payload's digest is the report's.
    @concurrent
    private func envelope(_ ask: SystemAsk) async throws -> Response {
        _ = try SystemQuery(ask.request)
        try ask.requireProvince()
        guard let number = ask.context.parameters.get("number").flatMap({ Int($0) }), number > 0 else {
            throw ProblemAnswer.malformed("A report is named by its number, from 1.")
        }
        let entry = ask.entry("report.export", "report \(number)", detail: "envelope")
        let snapshot = try await ask.registry.perform { registry throws(RegistryError) in
            guard let snapshot = try registry.snapshot(number) else { return nil as StoredSnapshot? }
            try registry.audit(entry)
            return snapshot
        }
        guard let snapshot else { throw ProblemAnswer.noSuch("report") }
        return ask.answer(
            Array(snapshot.envelope), mediaType: SystemGate.envelope,
            tag: ContentDigest(sha256Of: snapshot.envelope))
    }
}
