package import Dossiers
package import Exchange
package import Foundation
package import Progress
package import Registry

/// The document that is signed when a report is frozen: `application/vnd.sohoa.report.v1+json`.
///
/// Sorted keys, no spaces, whole seconds in UTC. Members are only ever added. It has all that is needed to make every
/// form of the report again, and to defend each figure: what was counted, what was imported and from which source.
///
/// - `number`, `previous`, `collector`, `period`, `firstDay`, `lastDay`, `day`, `frozenAt`, `frozenBy`: see `SnapshotHead`
/// - `program`: the version that made it
/// - `decimals`, `indicators`, `hasOffices`
/// - `lines`: see `FrozenLine`
/// - `baselines`: each with `indicator`, `scope`, `period`, `denominator`, `reportedNumerator` where there is one, `source`
/// - `targets`: each with `indicator`, `level`, `year`, `permille`, `basis`
struct FrozenReport: Codable, Hashable {
    let head: SnapshotHead
    let body: Body

    struct Body: Codable, Hashable {
        let program: String
        let decimals: Int
        let indicators: [Indicator]
        let hasOffices: Bool
        let lines: [FrozenLine]
        let baselines: [FrozenBaseline]
        let targets: [Target]
    }

    init(_ published: PublishedReport, head: SnapshotHead, program: String) {
        self.head = head
        body = Body(
            program: program, decimals: published.decimals, indicators: published.report.request.indicators,
            hasOffices: published.report.hasOffices, lines: published.report.lines.map(FrozenLine.init),
            baselines: published.baselines.map(FrozenBaseline.init), targets: published.targets)
    }

    // Head and body are one object in JSON.

    init(from decoder: any Decoder) throws {
        head = try SnapshotHead(from: decoder)
        body = try Body(from: decoder)
    }

    func encode(to encoder: any Encoder) throws {
        try head.encode(to: encoder)
        try body.encode(to: encoder)
    }

    /// The report, for people to read.
    func published(digest: ContentDigest) throws -> PublishedReport {
        guard let period = Period(head.period) else { throw FrozenReportError.unknownForm }
        let request = try ReportRequest(
            period: period, asOf: head.day, indicators: body.indicators, levels: Level.allCases)
        return PublishedReport(
            report: ProgressReport(
                request: request, lines: try body.lines.map { try $0.line() }, hasOffices: body.hasOffices),
            baselines: try body.baselines.map { try $0.baseline() }, targets: body.targets, decimals: body.decimals,
            frozen: PublishedReport.Frozen(head: head, digest: digest))
    }
}

/// A baseline in a frozen report.
struct FrozenBaseline: Codable, Hashable {
    let indicator: Indicator
    let scope: FrozenScope
    let period: String
    let denominator: Int
    let reportedNumerator: Int?
    let source: String

    init(_ baseline: Baseline) {
        indicator = baseline.indicator
        scope = FrozenScope(baseline.scope)
        period = baseline.period.description
        denominator = baseline.denominator
        reportedNumerator = baseline.reportedNumerator
        source = baseline.source
    }

    func baseline() throws(FrozenReportError) -> Baseline {
        guard let period = Period(period), let scope = scope.baselineScope else { throw .unknownForm }
        return Baseline(
            indicator: indicator, scope: scope, period: period, denominator: denominator,
            reportedNumerator: reportedNumerator, source: source)
    }
}

/// Why a frozen report cannot be read.
package enum FrozenReportError: Error, Sendable, Hashable {
    case unknownReport(Int)
    case fault(Int, SnapshotFault)
    /// It has a member that this version does not know.
    case unknownForm
}

extension FrozenReportError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownReport(let number):
            "there is no frozen report \(number); 'sohoa-collector report list' shows all"
        case .fault(let number, let fault): "frozen report \(number): \(fault)"
        case .unknownForm:
            "the frozen report says something that this version does not know; use the version that froze it, or a "
                + "later one"
        }
    }
}

extension Registry {
    /// Freezes the report of a period as it is now, signed with the collector's key.
    ///
    /// - Parameters:
    ///   - collector: the collector's identity.
    ///   - program: the version of this program.
    package func freezeReport(
        period: Period, asOf day: CalendarDay, indicators: [Indicator] = [], decimals: Int, collector: String,
        program: String, key: SigningKey, by actor: String, at now: Date
    ) throws(RegistryError) -> Result<StoredSnapshot, ReportRefusal> {
        try freeze { place throws(RegistryError) in
            let made = try PublishedReport.make(
                period: period, asOf: day, indicators: indicators, decimals: decimals, with: place.figures)
            return made.map { published in
                let head = SnapshotHead(
                    number: place.number, previous: place.previous, collector: collector, period: period,
                    day: published.report.request.day, frozenAt: now, frozenBy: actor)
                let document = FrozenReport(published, head: head, program: program)
                // Plain values: they always encode.
                let envelope = key.seal(try! Wire.encode(document), type: SnapshotHead.payloadType)
                return (head, envelope)
            }
        }
    }

    /// The frozen report of that number and its envelope, once its signature is found to be `key`'s.
    package func frozenReport(
        _ number: Int, key: VerificationKey
    ) throws -> (report: PublishedReport, envelope: Envelope) {
        guard let snapshot = try snapshot(number) else { throw FrozenReportError.unknownReport(number) }
        let envelope: Envelope
        do throws(SnapshotFault) { envelope = try snapshot.open(with: key).envelope } catch {
            throw FrozenReportError.fault(number, error)
        }
        guard let document = try? Wire.decode(FrozenReport.self, from: envelope.payload) else {
            throw FrozenReportError.unknownForm
        }
        return (try document.published(digest: snapshot.digest), envelope)
    }
}
