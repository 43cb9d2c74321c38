import Dossiers
import Exchange
import Foundation
import GRDB
import Progress
import TestSupport
import Testing

@testable import Exports
@testable import Registry

@Suite("Frozen reports", .timeLimit(.minutes(2)))
struct FrozenReportTests {
    @Test("A frozen report is read back as it was made, whatever arrives later; what changed shows as adjustments")
    func roundTripAndAdjustments() async throws {
        try await withCabinet { cabinet, _ in
            try cabinet.addFigures()
            let made = try cabinet.published("2021")
            #expect(try cabinet.freeze("2021").number == 1)
            let (frozen, _) = try cabinet.registry.frozenReport(1, key: cabinet.key.verificationKey)
            #expect(frozen.report == made.report)
            #expect(frozen.baselines == made.baselines)
            #expect(frozen.targets == made.targets)
            #expect(frozen.report.csv() == made.report.csv())
            #expect(try ReportComparison.make(frozen, from: cabinet.registry).adjustments == [])

            // Dated within the report, and come too late for it; and something that is not of it.
            try cabinet.count(66, .resultsInForce, "st-31498", .commune, on: "2021-06-01")
            try cabinet.count(1000, .resultsInForce, "st-31498", .commune, on: "2021-07-01")
            try cabinet.importBaselines(
                Array("indicator,scope,period,denominator,source\nR3,st-942,2021,50,x\n".utf8), file: "late.csv")
            #expect(try cabinet.registry.frozenReport(1, key: cabinet.key.verificationKey).report == frozen)
            let adjustments = try ReportComparison.make(frozen, from: cabinet.registry).adjustments
            let told = adjustments.map { "\($0.indicator.rawValue) \($0.scope) \($0.level?.rawValue ?? "")" }
            #expect(
                told == [
                    "R3 level district", "R3 site:st-942 district", "R3 level commune", "R3 site:st-31498 commune",
                    "R3 province ",
                ])
            #expect(adjustments[0].old == Rate(200, of: 800) && adjustments[0].new == Rate(200, of: 850))
            #expect(adjustments[2].old == Rate(1234, of: 10_000) && adjustments[2].new == Rate(1300, of: 10_000))
        }
    }

    @Test("It says what its denominators were taken from, and nothing that they were not")
    func sources() async throws {
        try await withCabinet { cabinet, _ in
            try cabinet.addFigures()
            try cabinet.importBaselines(
                Array(
                    """
                    indicator,scope,period,denominator,source
                    R1,st-31498,2021-Q1,10,quý I
                    R1,st-31498,2021-Q2,20,quý II
                    R1,st-31498,2021-Q3,30,quý III
                    R1,st-31498,2021-H1,31,sáu tháng
                    R1,level:commune,2021-H1,999,cấp xã
                    R3,st-941,2021-Q1,700,đã hết

                    """.utf8), file: "more.csv")
            let report = try cabinet.published("2021-H1", [.received, .inForce])
            #expect(report.baselines.map(\.source) == ["sáu tháng", "=Sở Tư pháp", "Văn phòng"])
            #expect(report.targets.allSatisfy { $0.indicator == .inForce && $0.year <= 2021 })
        }
    }

    @Test("Frozen reports are numbered, name the one before, and can be neither changed nor deleted")
    func appendOnly() async throws {
        try await withCabinet { cabinet, _ in
            let first = try cabinet.freeze("2020")
            let second = try cabinet.freeze("2021-Q2")
            let head = try second.open(with: cabinet.key.verificationKey).head
            #expect((head.number, head.previous) == (2, first.digest))
            #expect(try cabinet.registry.snapshots().map(\.number) == [2, 1])
            for statement in ["UPDATE snapshot SET frozenBy = 'x'", "DELETE FROM snapshot"] {
                #expect(throws: RegistryError.self) { try cabinet.registry.write { try $0.execute(sql: statement) } }
            }
            let trail = try cabinet.registry.auditTrail(subject: "report 2")
            #expect(trail.map(\.action) == ["report.freeze"])
            #expect(throws: SnapshotFault.signature) { try second.open(with: SigningKey().verificationKey) }
            #expect(throws: FrozenReportError.self) {
                try cabinet.registry.frozenReport(3, key: cabinet.key.verificationKey)
            }
        }
    }

    @Test("A report that cannot be made is not frozen")
    func refused() async throws {
        try await withCabinet { cabinet, _ in
            #expect(throws: ReportRefusal.self) { try cabinet.freeze("2022", asOf: "2021-06-30") }
            let kept = try cabinet.registry.snapshots()
            #expect(kept.isEmpty)
        }
    }

    @Test("Every line that there can be survives the document")
    func everyLine() throws {
        let site = Site(
            id: commune, name: "Phường 1", level: .commune, parent: nil, statisticalCode: nil,
            validFrom: day("2019-01-01"))
        let notes: [ReportLine.Note] = [
            .reported(counted: 3), .mixed, .aboveDenominator, .exempt, .levelDenominator, .summedDenominator(4),
            .incomplete([.district]), .unlike([.commune]), .nothingReceived, .rolledUp([site]),
            .rollUpWithoutDenominator([site]), .predecessorsDenominator, .partsOf([site]),
            .succeeded(by: site, on: day("2025-07-01")), .lived(period("2025-07-01/2025-12-31")),
            .levelEnded(day("2025-07-01")), .withoutEnded([.district]),
            .otherReading(.init(permille: 1000, basis: "lời văn"), isMet: false),
        ]
        let forecasts: [Pace.Forecast] = [.met, .on(day("2021-07-07")), .standstill, .beyond, .unknown]
        let scopes: [ReportLine.Scope] = [.province, .level(.district), .site(site), .authority("000.1", .province)]
        for (index, scope) in scopes.enumerated() {
            for forecast in forecasts {
                let line = ReportLine(
                    indicator: .inForce, scope: scope, level: index == 0 ? nil : .commune,
                    parent: index == 2 ? site : nil,
                    rate: Rate(5, of: index == 1 ? nil : 4), source: .mixed,
                    target: Target(indicator: .inForce, level: .commune, year: 2021, permille: 150, basis: "x"),
                    verdict: .notYet, pace: Pace(expectedPermille: 74, isOnPace: false, forecast: forecast),
                    withoutDenominator: [.init(scope: .site(site), parent: nil, numerator: 2)], notes: notes,
                    rollUp: index == 2 ? .init(predecessors: [site], own: Rate(1, of: 2)) : nil)
                let bytes = try Wire.encode(FrozenLine(line))
                #expect(try Wire.decode(FrozenLine.self, from: bytes).line() == line)
            }
        }
    }

    @Test("A document of a later version with a note that is not known is an error that says so")
    func laterVersion() throws {
        let later = Data(#"{"code":"brand_new","text":"…"}"#.utf8)
        #expect(throws: FrozenReportError.unknownForm) { try Wire.decode(FrozenNote.self, from: later).note() }
    }
}
