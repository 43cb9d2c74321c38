import Dossiers
import Exchange
import Progress
import Registry
import TestSupport
import Testing

@Suite("From accepted manifests to the report")
struct FromManifestsTests {
    @Test(
        "A ward scans a town's decision twice: it counts once, for the town, while the ward's own work counts for the ward"
    )
    func competentLevelAndDuplicates() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            try registry.importBaselines(
                """
                indicator,scope,period,denominator,source
                R1,a1,2021,10,x
                R2,a1,2021,10,x
                R3,t1,2021,4,x
                R3,a1,2021,5,x
                """)
            var ward = try registry.enrolled(at: "a1")
            let components = Document.component(SampleContent.page(1))
            func decision(_ page: UInt64) -> Document {
                .result("12/QĐ-UBND", authority: "t1", level: .district, SampleContent.page(page))
            }
            // The same paper in two dossiers, the second time scanned anew; and a paper of the ward's own.
            try registry.accept(ward.seal("H51.18-210615-0001", documents: [components, decision(2)]))
            try registry.accept(ward.seal("H51.18-210615-0002", documents: [components, decision(3)]))
            try registry.accept(
                ward.seal(
                    "H51.18-210615-0003",
                    documents: [components, .result("7", authority: "a1", level: .commune, SampleContent.page(4))],
                    isComplete: false))

            let lines = try registry.report("2021", sites: [siteID("a1")]).lines
            #expect(lines.map(\.indicator) == [.received, .results, .inForce, .signed, .reuse, .offices])
            // Two of three dossiers have all their components; two distinct results; one of them is the ward's; who
            // signs them is not known; none of the three components was reused.
            #expect(
                lines.map(\.rate) == [
                    Rate(2, of: 10), Rate(2, of: 10), Rate(1, of: 5), Rate(0, of: nil), Rate(0, of: 3), Rate(1, of: 1),
                ])
            let report = try registry.report("2021")
            #expect(report.line(.district, .inForce)?.rate == Rate(1, of: 4))
            #expect(report.line(.commune, .inForce)?.rate == Rate(1, of: 5))
            #expect(report.line(.district, .results)?.rate.numerator == 0)
            #expect(report.line(.commune, .offices)?.rate == Rate(1, of: 3))
            // Sealed on 15 June: not yet in the window that ends on the 14th.
            #expect(try registry.report("2021-Q2@15").line(.commune, .offices)?.rate.numerator == 0)
            #expect(try registry.report("2021-Q3@15").line(.commune, .offices)?.rate.numerator == 1)
        }
    }

    @Test("A ward's papers that are reused in a town's dossier count for the town, on the day of its dossier")
    func reuse() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            var (ward, town) = (try registry.enrolled(at: "a1"), try registry.enrolled(at: "t1"))
            let first = ward.seal(
                "H51.18-210131-0001",
                documents: [.component(SampleContent.page(1)), .component(SampleContent.page(2))])
            try registry.accept(first)
            // Two years later by its code; one paper is reused, one scanned; the result is no paper that is needed.
            try registry.accept(
                town.seal(
                    "H51.18-230615-0001",
                    documents: [
                        .reused("H51.18-210131-0001", from: first.digest), .component(SampleContent.page(3)),
                        .result("1", SampleContent.page(4)),
                    ]))
            let report = try registry.report("2023", [.reuse])
            #expect(report.line(.district)?.rate == Rate(1, of: 2))
            #expect(report.line(.commune)?.rate == Rate(0, of: 0))
            #expect(report.line(nil)?.rate == Rate(1, of: 2))
            #expect(try registry.report("2021", [.reuse]).line(.commune)?.rate == Rate(0, of: 2))
            #expect(try registry.report("2023-06", [.reuse], sites: [siteID("t1")]).line("t1")?.rate == Rate(1, of: 2))
            #expect(try registry.report("2023-05", [.reuse], sites: [siteID("t1")]).line("t1")?.rate == Rate(0, of: 0))
        }
    }
}
