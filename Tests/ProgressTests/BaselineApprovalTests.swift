import Dossiers
import Foundation
import Registry
import TestSupport
import Testing

@testable import Progress

@Suite("Approval of baselines by a second person")
struct BaselineApprovalTests {
    private let header = "indicator,scope,period,denominator,numerator,source\n"

    private func numbers(_ registry: Registry) throws -> [Int] { try registry.baselines().map(\.denominator) }

    @Test("What is imported counts nowhere until another person approves it")
    func pending() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            let outcome = try registry.proposeBaselines(header + "R1,a1,2021,100,,công văn 1\n")
            let batch = try #require(outcome.batch)
            #expect(batch.isPending)
            #expect(try numbers(registry).isEmpty)
            func rate() throws -> Rate? {
                try registry.report("2021", [.received], sites: [siteID("a1")]).lines.first?.rate
            }
            #expect(try rate() == Rate(0, of: nil))
            for person in ["an", "An", " AN "] {
                let refused = try registry.approveBaselines(batch.id, by: person, at: moment)
                #expect(refused == .failure(.samePerson("an")))
            }
            #expect(try registry.pendingBaselines().map(\.id) == [batch.id])

            _ = try registry.approveBaselines(batch.id, by: "bình", at: moment).get()
            #expect(try rate() == Rate(0, of: 100))
            #expect(try registry.pendingBaselines().isEmpty)
            let trail = try registry.auditTrail(subject: "batch \(batch.id)").map { "\($0.action) \($0.actor)" }
            #expect(trail == ["baseline.approve bình", "baseline.import an"])
            guard case .failure(.decided(batch.id, _)) = try registry.approveBaselines(batch.id, by: "chi", at: moment)
            else {
                Issue.record("approved twice")
                return
            }
            #expect(try registry.approveBaselines(99, by: "chi", at: moment) == .failure(.unknownBatch(99)))
        }
    }

    @Test(
        "What should not be there at all is withdrawn once a second person approves, stays in the history, and may return"
    )
    func withdrawn() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            try registry.importBaselines(header + "R1,a1,2021,100,,x\nR1,a2,2021,50,,x\n")
            func withdraw(_ period: String, _ reason: String = "CV 9") throws
                -> Result<BaselineBatch, BaselineWithdrawalRefusal>
            {
                try registry.withdrawBaseline(
                    of: .site(siteID("a1")), in: .received, for: Period(period)!, reason: reason, by: "an",
                    from: "test",
                    at: moment)
            }
            #expect(try withdraw("2020") == .failure(.nothingStands))
            #expect(try withdraw("2021", "") == .failure(.noReason))
            let batch = try withdraw("2021").get()
            #expect(try withdraw("2021") == .failure(.waits))
            #expect(try numbers(registry) == [100, 50])
            let preview = BaselinePreview(of: batch, on: try registry.baselineGround())
            #expect(preview.changes.withdrawn.map(\.denominator) == [100] && preview.changes.added.isEmpty)
            #expect(preview.sums.map { [$0.before, $0.after] } == [[150, 50]])
            #expect(preview.text.contains("- R1 a1 2021: 100 (CV 9)"))
            #expect(try registry.approveBaselines(batch.id, by: "an", at: moment) == .failure(.samePerson("an")))
            _ = try registry.approveBaselines(batch.id, by: "bình", at: moment).get()
            #expect(try numbers(registry) == [50])
            let rate = try registry.report("2021", [.received], sites: [siteID("a1")]).lines.first?.rate
            #expect(rate == Rate(0, of: nil))
            func states() throws -> [BaselineVersion.State] {
                try registry.baselineHistory(of: .site(siteID("a1")), in: .received).map(\.state)
            }
            #expect(try states() == [.replaced, .withdrawn])
            #expect(try withdraw("2021") == .failure(.nothingStands))
            // The same figures again are new.
            try registry.importBaselines(header + "R1,a1,2021,100,,x\n")
            #expect(try numbers(registry) == [100, 50])
            #expect(try states() == [.replaced, .withdrawn, .stands])
            // A figure that is older than an approved withdrawal is out of date.
            let older = try #require(try registry.proposeBaselines(header + "R1,a1,2021,7,,y\n", replacing: true).batch)
            _ = try registry.approveBaselines(try withdraw("2021").get().id, by: "bình", at: moment).get()
            guard case .failure(.outdated) = try registry.approveBaselines(older.id, by: "bình", at: moment) else {
                Issue.record("an older figure undid a withdrawal")
                return
            }
        }
    }

    @Test("What is rejected never counts, and stays in the history with the reason")
    func rejected() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            try registry.importBaselines(header + "R1,a1,2021,100,,x\n")
            let batch = try #require(
                try registry.proposeBaselines(header + "R1,a1,2021,1000,,y\n", replacing: true).batch)
            #expect(try registry.rejectBaselines(batch.id, reason: "", by: "bình", at: moment) == .failure(.noReason))
            _ = try registry.rejectBaselines(batch.id, reason: "thừa số 0", by: "bình", at: moment).get()
            #expect(try numbers(registry) == [100])
            let history = try registry.baselineHistory(of: .site(siteID("a1")), in: .received)
            #expect(history.map(\.stands) == [true, false])
            #expect(history.map { $0.decision?.reason } == ["", "thừa số 0"])
            #expect(history.last?.decision?.isApproved == false)
        }
    }

    @Test("The same file while it waits makes no second batch; an older batch does not undo a later one")
    func order() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            let first = try #require(try registry.proposeBaselines(header + "R1,a1,2021,100,,x\n").batch)
            let again = try registry.proposeBaselines(header + "R1,a1,2021,100,,x\n")
            #expect((again.batch, again.changes.unchanged) == (nil, 1))
            let second = try #require(try registry.proposeBaselines(header + "R1,a1,2021,120,,y\n").batch)
            _ = try registry.approveBaselines(second.id, by: "bình", at: moment).get()
            guard
                case .failure(.outdated(second.id, _)) = try registry.approveBaselines(first.id, by: "bình", at: moment)
            else {
                Issue.record("an older figure took the place of a later one")
                return
            }
            #expect(try numbers(registry) == [120])
            // Back to the former figure is a new import.
            try registry.importBaselines(header + "R1,a1,2021,100,,x\n", replacing: true)
            #expect(try numbers(registry) == [100])
            #expect(
                try registry.baselineHistory(of: .site(siteID("a1")), in: .received).map(\.stands) == [
                    false, false, true,
                ])
        }
    }

    @Test("Where one person is enough by rule, imports count at once, and the audit trail says so")
    func onePerson() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            try registry.setBaselinesNeedSecondPerson(false, by: "root", at: moment)
            let batch = try #require(try registry.proposeBaselines(header + "R1,a1,2021,100,,x\n").batch)
            #expect(batch.decision?.by == "an")
            #expect(try numbers(registry) == [100])
            let entry = try #require(try registry.auditTrail(subject: "approval").first)
            #expect((entry.actor, entry.detail) == ("root", "one person"))
            try registry.setBaselinesNeedSecondPerson(true, by: "root", at: moment)
            #expect(try registry.proposeBaselines(header + "R1,a2,2021,100,,x\n").batch?.isPending == true)
        }
    }

    @Test("A preview shows what is added and changed with sums by level, and writes nothing")
    func preview() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            try registry.importBaselines(header + "R1,a1,2021,100,,x\nR1,a2,2021,50,,x\n")
            let text = header + "R1,a1,2021,120,,y\nR1,a2,2021,50,,x\nR1,b1,2021,70,80,y\nR3,province:H51,2021,9,,y\n"
            let table = try BaselineTable(Array(text.utf8), file: "f.csv")
            let ground = try registry.baselineGround()
            let preview = try table.preview(on: ground)
            #expect(
                preview.text == """
                    + R1 b1 2021: 80 of 70 (y)
                    + R3 province:H51 2021: 9 (y)
                    ~ R1 a1 2021: 100 (x) → 120 (y)
                    2 to be added, 1 to be changed, 1 there already.
                    Sum of R1 2021 commune: 150 → 240
                    Sum of R3 2021 province: 0 → 9
                    Warning, line 4: the numerator 80 of R1 b1 2021 is above its denominator 70; reports show it as it is
                    """)
            #expect(try registry.baselineGround() == ground)
        }
    }

    @Test(
        "Figures that are no mistake but look like one are warned of",
        arguments: [
            (
                "R1,a1,2021,100,,x\nR1,a1,2021-H1,60,,x\nR1,a1,2021-H2,50,,x",
                "its 2 parts add up to 110; reports take 100"
            ),
            (
                "R1,a1,2021-01-01/2021-03-31,1,,x\nR1,a1,2021-03-01/2021-04-30,1,,x",
                "overlap, and neither holds the other"
            ),
            ("R1,a1,2021-Q1,1,,x\nR1,a1,2021-02-10/2021-04-10,1,,x", "overlap"),
            ("R1,b2,2024,1,,x", "there is no b2 (it is from 2019-01-01 through 2023-12-31)"),
            ("R1,a1,2021-Q1,1,,x\nR1,a1,2021-Q1@15,1,,x\nR1,a1,2021,4,,x\nR3,a1,2021,4,,x\nR3,a1,2021-Q1,9,,x", nil),
        ] as [(String, String?)])
    func warnings(_ rows: String, _ message: String?) async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            try registry.importSites(
                "site_id,name,level,parent_id,gso_code,valid_from,closed_on\n"
                    + "b2,Bộ phận Một cửa Phường 2,commune,t2,31004,2019-01-01,2024-01-01\n")
            let table = try BaselineTable(Array((header + rows).utf8), file: "f.csv")
            let warnings = table.warnings(on: try registry.baselineGround()).map(\.message)
            if let message {
                #expect(warnings.contains { $0.contains(message) }, "\(warnings)")
            } else {
                #expect(warnings.isEmpty)
            }
        }
    }

    @Test("The document is named once beside the file, or in each row, and not both")
    func source() throws {
        let bare = Array("indicator,scope,period,denominator\nR1,level:commune,2021,5\n".utf8)
        let table = try BaselineTable(bare, file: "f.csv", source: "Công văn 12/VP")
        #expect(table.entries.map(\.baseline.source) == ["Công văn 12/VP"])
        #expect(throws: ImportFailure.self) { try BaselineTable(bare, file: "f.csv") }
        #expect(throws: ImportFailure.self) {
            try BaselineTable(Array((header + "R1,level:commune,2021,5,,x\n").utf8), file: "f.csv", source: "y")
        }
    }

    @Test("Over random imports and decisions, what stands is the last approved figure of each place")
    func derived() async throws {
        var random = Seeded(12)
        for _ in 0..<10 {
            try await withRegistry { registry in
                try registry.importSites(smallProvince)
                var standing: [String: Int] = [:]
                var open: [(id: Int64, site: String, figure: Int)] = []
                for step in 1...20 {
                    if Bool.random(using: &random) {
                        let site = ["a1", "a2"].randomElement(using: &random)!
                        let text = header + "R1,\(site),2021,\(step),,x\n"
                        let batch = try #require(try registry.proposeBaselines(text, replacing: true).batch)
                        open.append((batch.id, site, step))
                    } else if let index = open.indices.randomElement(using: &random) {
                        let (id, site, figure) = open.remove(at: index)
                        if Int.random(in: 0..<3, using: &random) == 0 {
                            _ = try registry.rejectBaselines(id, reason: "x", by: "bình", at: moment).get()
                        } else {
                            // Steps rise with batches: a lower one is older.
                            let isLater = figure > standing[site] ?? 0
                            let outcome = try registry.approveBaselines(id, by: "bình", at: moment)
                            #expect(((try? outcome.get()) != nil) == isLater)
                            if isLater { standing[site] = figure }
                        }
                    }
                    let known = try registry.baselines().map { ($0.scope.description, $0.denominator) }
                    #expect(Dictionary(uniqueKeysWithValues: known) == standing)
                }
            }
        }
    }
}
