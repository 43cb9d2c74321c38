import Dossiers
import Exchange
import Foundation
import Registry
import Testing

@testable import Progress

@Suite("R4 as reported, and R5 as counted")
struct ReuseAndSignedTests {
    private let header = "indicator,scope,period,denominator,numerator,source\n"

    private func withReuse<Result>(_ body: (Registry) throws -> Result) async throws -> Result {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            try registry.count(40, .componentPapers, "a1", on: "2021-02-10")
            try registry.count(9, .reusedPapers, "a1", on: "2021-02-10")
            try registry.count(20, .componentPapers, "b1", on: "2021-03-31")
            try registry.count(3, .componentPapers, "t1", on: "2021-03-01")
            try registry.count(3, .reusedPapers, "t1", on: "2021-03-01")
            // Of other days.
            try registry.count(500, .componentPapers, "a1", on: "2021-04-01")
            try registry.count(400, .reusedPapers, "a1", on: "2020-12-31")
            return try body(registry)
        }
    }

    @Test("R5 is counted papers over counted papers: a dash where none were needed, and a sum for the province")
    func reuseTable() async throws {
        let text = try await withReuse { try $0.report("2021-Q1", [.reuse], levels: [.commune]).text(decimals: 1) }
        #expect(
            text == """
                TIẾN ĐỘ SỐ HÓA · Quý I/2021
                Số liệu đến hết ngày 31/03/2021
                Gửi báo cáo trước ngày 05/03/2021

                R5 · Giấy tờ được tái sử dụng
                Cấp, đơn vị               Tái sử dụng/giấy tờ cần  Tỷ lệ
                cấp xã                                       9/60  15,0%
                Phường 1 (Thành phố Một)                     9/40  22,5%
                Phường 2 (Thành phố Một)                      0/0      —
                Phường 1 (Thị xã Hai)                        0/20   0,0%
                Phường 2 (Thị xã Hai)                         0/0      —
                """)
        let levels = try await withReuse { try $0.report("2021-Q1", [.reuse]) }
        #expect(levels.line(.province)?.rate == Rate(0, of: 0))
        #expect(levels.line(.province)?.rate.vietnamese() == "—")
        #expect(levels.line(.district)?.rate == Rate(3, of: 3))
        #expect(levels.line(nil)?.rate == Rate(12, of: 63))
        // Nothing after the day.
        let early = try await withReuse { try $0.report("2021-Q1", asOf: "2021-02-28", [.reuse]) }
        #expect(early.line(nil)?.rate == Rate(9, of: 40))
    }

    @Test("R5 stands against a target, and no day is foretold: what is needed grows with what is reused")
    func reuseTarget() async throws {
        let line = try await withReuse { registry in
            try registry.importTargets("indicator,level,year,permille,basis\nR5,commune,2021,300,x\n")
            return try registry.report("2021", asOf: "2021-02-28", [.reuse]).line(.commune)
        }
        #expect(line?.target?.permille == 300)
        #expect(line?.verdict == .notYet)
        #expect(line?.pace?.isOnPace == true)
        #expect(line?.pace?.forecast == .unknown)
    }

    @Test("R5 is in CSV and JSON as integers beside the percentage, null or a dash over zero")
    func reuseFiles() async throws {
        let report = try await withReuse { try $0.report("2021-Q1", [.reuse], sites: [siteID("a1"), siteID("a2")]) }
        let records = try CSVReader.records(of: Array(report.csv(decimals: 2).utf8.dropFirst(3)), limit: 100)
        let rows = records.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(records[0].fields, $0.fields)) }
        #expect(rows.map { $0["Chỉ số"] } == ["R5", "R5"])
        #expect(rows.map { $0["Tử số"] } == ["9", "0"])
        #expect(rows.map { $0["Mẫu số"] } == ["40", "0"])
        #expect(rows.map { $0["Tỷ lệ"] } == ["22,50%", "—"])
        #expect(rows.map { $0["Nguồn tử số"] } == ["hệ thống đếm", "hệ thống đếm"])
        let lines = try json(report)
        #expect(lines.map { $0["numerator"] as? Int } == [9, 0])
        #expect(lines.map { $0["denominator"] as? Int } == [40, 0])
        #expect(lines.map { $0["percent"] as? String } == ["22.50", nil])
    }

    @Test("R4 shows what was reported over what was imported, and nothing where nothing was")
    func signed() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            try registry.importBaselines(
                header + """
                    R4,a1,2021-Q1,50,20,x
                    R4,a1,2021-Q2,50,25,x
                    R4,level:district,2021-H1,400,100,x
                    """)
            // What was digitised is not what was signed.
            try registry.count(70, .digitisedResults, "a1", on: "2021-02-10")
            let report = try registry.report("2021-H1", [.signed])
            #expect(
                report.text(decimals: 1) == """
                    TIẾN ĐỘ SỐ HÓA · 6 tháng đầu năm 2021
                    Số liệu đến hết ngày 30/06/2021
                    Gửi báo cáo trước ngày 05/06/2021

                    R4 · Kết quả số hóa được ký số và lưu trữ
                    Cấp, đơn vị  Ký số, lưu trữ/mẫu số           Tỷ lệ
                    cấp tỉnh                            Chưa có mẫu số
                    cấp huyện                  100/400           25,0%
                    cấp xã                      45/100           45,0%
                    Toàn tỉnh                      145  Chưa có mẫu số
                      · cấp tỉnh: mọi đơn vị chưa có mẫu số
                      · cấp huyện: mẫu số nhập chung cho cả cấp
                      · cấp huyện, cấp xã: số báo cáo, không do hệ thống đếm
                      · Toàn tỉnh: không cộng toàn tỉnh vì chưa đủ số liệu: cấp tỉnh, cấp xã
                      · cấp xã: 3 đơn vị chưa có mẫu số, không tính vào tỷ lệ: Phường 2 (Thành phố Một), Phường 1 (Thị
                        xã Hai), Phường 2 (Thị xã Hai)
                    """)
            let records = try CSVReader.records(of: Array(report.csv().utf8.dropFirst(3)), limit: 100)
            let rows = records.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(records[0].fields, $0.fields)) }
            #expect(rows.map { $0["Tử số"] } == ["", "100", "45", "145"])
            #expect(rows.map { $0["Nguồn tử số"] } == ["", "số báo cáo", "số báo cáo", "số báo cáo"])
            let lines = try json(report)
            #expect(lines.map { $0["numerator"] as? Int } == [nil, 100, 45, 145])
            #expect(lines.map { $0["denominator"] as? Int } == [nil, 400, 100, nil])
            #expect(lines.allSatisfy { $0["numeratorSource"] as? String == "reported" })
            let outside = try #require(lines[2]["withoutDenominator"] as? [[String: Any]])
            #expect(outside.map { $0["id"] as? String } == ["a2", "b1", "b2"])
            #expect(outside.allSatisfy { $0["numerator"] == nil })
            // A quarter that has no figure of its own is not made from a longer one.
            let quarter = try registry.report("2021-Q2", [.signed])
            #expect(quarter.line(.commune)?.rate == Rate(25, of: 50))
            #expect(quarter.line(.district)?.rate == Rate(0, of: nil))
        }
    }

    private func json(_ report: ProgressReport) throws -> [[String: Any]] {
        let data = try Wire.encode(ReportDocument(report))
        let document = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        return try #require(document["lines"] as? [[String: Any]])
    }
}
